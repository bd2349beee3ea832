"""The unmodified mistralai package against a running server. Prints one JSON object with what it saw."""

import json
import os

try:
    from mistralai.client import Mistral
except ImportError:
    from mistralai import Mistral

CHAT = "smollm2-135m-instruct"
MESSAGES = [{"role": "user", "content": "Say hello."}]
client = Mistral(server_url=os.environ["RIAD_ADDRESS"], api_key=os.environ["RIAD_KEY"])
seen = {}


def error_of(call):
    try:
        call()
    except Exception as error:  # noqa: BLE001 - the class differs between versions of the package
        body = getattr(error, "body", None) or "{}"
        parsed = json.loads(body)
        return {"status": getattr(error, "status_code", None), "code": parsed.get("code"), "param": parsed.get("param")}
    return None


seen["models"] = sorted(card.id for card in client.models.list().data)
seen["model"] = client.models.retrieve(model_id=CHAT).id

request = {"model": CHAT, "messages": MESSAGES, "max_tokens": 12, "temperature": 0}
whole = client.chat.complete(**request)
seen["whole"] = whole.choices[0].message.content
seen["usage"] = whole.usage.completion_tokens
events = [event.data for event in client.chat.stream(**request)]
seen["streamed"] = "".join(event.choices[0].delta.content or "" for event in events)
seen["streamed_usage"] = events[-1].usage.completion_tokens
seen["finish"] = events[-1].choices[0].finish_reason
seen["answers"] = len(client.chat.complete(**{**request, "n": 2, "random_seed": 3, "temperature": 0.7}).choices)

schema = {
    "type": "object",
    "properties": {"large": {"type": "boolean"}},
    "required": ["large"],
    "additionalProperties": False,
}
formed = client.chat.complete(
    model=CHAT,
    messages=[{"role": "user", "content": "Is Fez large?"}],
    max_tokens=40,
    response_format={"type": "json_schema", "json_schema": {"name": "size", "schema": schema, "strict": True}},
)
seen["formed"] = json.loads(formed.choices[0].message.content)

vectors = client.embeddings.create(model="multilingual-e5-small", inputs=["query: un", "query: deux"])
seen["vectors"] = [len(item.embedding) for item in vectors.data]

stranger = Mistral(server_url=os.environ["RIAD_ADDRESS"], api_key="riad_000000000000_wrong")
seen["errors"] = {
    "key": error_of(lambda: stranger.models.list()),
    "model": error_of(lambda: client.chat.complete(model="nobody", messages=MESSAGES)),
    "secret": error_of(
        lambda: client.chat.complete(model=CHAT, messages=[{"role": "user", "content": "AKIAABCDEFGHIJKLMNOP"}])
    ),
    "length": error_of(
        lambda: client.chat.complete(model=CHAT, messages=[{"role": "user", "content": "word " * 3000}])
    ),
}

with client.chat.stream(model=CHAT, messages=MESSAGES, max_tokens=1500) as stream:
    next(iter(stream))
seen["after_abort"] = len(client.chat.complete(model=CHAT, messages=MESSAGES, max_tokens=2).choices)

print(json.dumps(seen))
