"""Files and vector stores with the unmodified openai package. Prints one JSON object with what it saw."""

import json
import os
import pathlib

from openai import OpenAI

client = OpenAI(base_url=os.environ["RIAD_ADDRESS"] + "/v1", api_key=os.environ["RIAD_KEY"], max_retries=0)
letter = pathlib.Path(__file__).parents[2] / "bench/extract/pages/letter-ar.chromium.pdf"
seen = {}

file = client.files.create(file=("lettre-ع.pdf", letter.read_bytes(), "application/pdf"), purpose="assistants")
seen["same_bytes"] = client.files.content(file.id).read() == letter.read_bytes()
store = client.vector_stores.create(name="python")
batch = client.vector_stores.file_batches.create_and_poll(store.id, file_ids=[file.id], poll_interval_ms=200)
seen["batch"] = batch.status
seen["found"] = client.vector_stores.search(store.id, query="اجل الطعن الاداري").data[0].filename
content = client.vector_stores.files.content(file.id, vector_store_id=store.id)
seen["text"] = "الإدارة" in (content.data[0].text or "")
client.files.delete(file.id)
client.vector_stores.delete(store.id)
seen["left"] = sum(each.id == file.id for each in client.files.list().data)
print(json.dumps(seen))
