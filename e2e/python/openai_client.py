"""The unmodified openai package against a running server. Prints one JSON object with what it saw."""

import json
import os

from openai import APIStatusError, OpenAI

CHAT = "smollm2-135m-instruct"
MESSAGES = [{"role": "user", "content": "Say hello."}]
client = OpenAI(base_url=os.environ["RIAD_ADDRESS"] + "/v1", api_key=os.environ["RIAD_KEY"], max_retries=0)
seen = {}


def error_of(call):
    try:
        call()
    except APIStatusError as error:
        return {"status": error.status_code, "code": error.code, "param": error.param}
    return None


seen["models"] = sorted(model.id for model in client.models.list())
seen["model"] = client.models.retrieve(CHAT).id

request = {"model": CHAT, "messages": MESSAGES, "max_tokens": 12, "temperature": 0}
whole = client.chat.completions.create(**request)
seen["whole"] = whole.choices[0].message.content
seen["usage"] = whole.usage.completion_tokens
chunks = list(client.chat.completions.create(**request, stream=True, stream_options={"include_usage": True}))
seen["streamed"] = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
seen["streamed_usage"] = chunks[-1].usage.completion_tokens
seen["finish"] = [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1]

several = client.chat.completions.create(
    model=CHAT, messages=MESSAGES, max_tokens=4, n=2, logprobs=True, top_logprobs=2, seed=3
)
seen["answers"] = len(several.choices)
seen["rivals"] = len(several.choices[0].logprobs.content[0].top_logprobs)

schema = {
    "type": "object",
    "properties": {"large": {"type": "boolean"}},
    "required": ["large"],
    "additionalProperties": False,
}
formed = client.chat.completions.create(
    model=CHAT,
    messages=[{"role": "user", "content": "Is Fez large?"}],
    max_tokens=40,
    response_format={"type": "json_schema", "json_schema": {"name": "size", "schema": schema, "strict": True}},
)
seen["formed"] = json.loads(formed.choices[0].message.content)

echo = client.completions.create(
    model=CHAT, prompt="The capital of France is", max_tokens=1, echo=True, logprobs=1, temperature=0
).choices[0]
seen["echo"] = echo.text
seen["echo_tokens"] = "".join(echo.logprobs.tokens)
seen["echo_first"] = echo.logprobs.token_logprobs[0]
seen["echo_offsets_fit"] = all(
    echo.text[at:].startswith(token) for token, at in zip(echo.logprobs.tokens, echo.logprobs.text_offset)
)

vectors = client.embeddings.create(model="multilingual-e5-small", input=["query: un", "query: deux"])
seen["vectors"] = [len(item.embedding) for item in vectors.data]
as_floats = client.embeddings.create(model="multilingual-e5-small", input="query: un", encoding_format="float")
seen["base64_equals_float"] = all(
    abs(left - right) < 1e-6 for left, right in zip(vectors.data[0].embedding, as_floats.data[0].embedding)
)

stranger = OpenAI(base_url=os.environ["RIAD_ADDRESS"] + "/v1", api_key="riad_000000000000_wrong", max_retries=0)
seen["errors"] = {
    "key": error_of(lambda: stranger.models.list()),
    "model": error_of(lambda: client.chat.completions.create(model="nobody", messages=MESSAGES)),
    "field": error_of(lambda: client.chat.completions.create(model=CHAT, messages=[{"role": "user", "content": 7}])),
    "length": error_of(
        lambda: client.chat.completions.create(model=CHAT, messages=[{"role": "user", "content": "word " * 3000}])
    ),
}

stream = client.chat.completions.create(model=CHAT, messages=MESSAGES, max_tokens=1500, stream=True)
next(iter(stream))
stream.close()
seen["after_abort"] = len(client.chat.completions.create(model=CHAT, messages=MESSAGES, max_tokens=2).choices)

print(json.dumps(seen))
