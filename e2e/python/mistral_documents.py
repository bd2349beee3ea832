"""Libraries, files and OCR with the unmodified mistralai package. Prints one JSON object with what it saw."""

import json
import os
import pathlib
import time
import urllib.request

try:
    from mistralai.client import Mistral
except ImportError:
    from mistralai import Mistral

client = Mistral(server_url=os.environ["RIAD_ADDRESS"], api_key=os.environ["RIAD_KEY"])
letter = pathlib.Path(__file__).parents[2] / "bench/extract/pages/letter-ar.chromium.pdf"
sent = {"file_name": letter.name, "content": letter.read_bytes()}
libraries = client.beta.libraries
seen = {}

library = libraries.create(name="python", description="letters")
document = libraries.documents.upload(library_id=library.id, file=sent)
for _ in range(150):
    status = libraries.documents.status(library_id=library.id, document_id=document.id)
    if status.processing_status != "Running":
        break
    time.sleep(0.2)
seen["status"] = status.processing_status
text = libraries.documents.text_content(library_id=library.id, document_id=document.id)
seen["text"] = "الإدارة" in text.text
seen["pages"] = libraries.documents.get(library_id=library.id, document_id=document.id).number_of_pages
url = libraries.documents.get_signed_url(library_id=library.id, document_id=document.id)
seen["signed"] = urllib.request.urlopen(url).read() == letter.read_bytes()
file = client.files.upload(file=sent, purpose="ocr")
read = client.ocr.process(model="mistral-ocr-latest", document={"type": "file", "file_id": file.id})
seen["ocr_pages"] = len(read.pages)
client.files.delete(file_id=file.id)
libraries.delete(library_id=library.id)
seen["left"] = sum(each.id == library.id for each in libraries.list().data)
print(json.dumps(seen))
