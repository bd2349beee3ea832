"""The unmodified openai package: tools, errors and parallel requests. Prints one JSON object with what it saw."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

from openai import APIError, APIStatusError, OpenAI

MESSAGES = [{"role": "user", "content": "Say hello."}]
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}}}]
client = OpenAI(base_url=os.environ["RIAD_ADDRESS"] + "/v1", api_key=os.environ["RIAD_KEY"], max_retries=0)
request = {"model": "scripted", "messages": MESSAGES, "tools": TOOLS, "tool_choice": "auto"}
seen = {}

call = client.chat.completions.create(**request).choices[0].message.tool_calls[0]
seen["called"] = call.function.name
seen["arguments"] = json.loads(call.function.arguments)
pieces = []
for chunk in client.chat.completions.create(**request, stream=True):
    for choice in chunk.choices:
        pieces += [part.function.arguments for part in choice.delta.tool_calls or []]
seen["streamed"] = json.loads("".join(pieces))

try:
    client.chat.completions.create(model="nobody", messages=MESSAGES)
except APIStatusError as error:
    seen["refused"] = error.status_code

broken = [{"role": "user", "content": "break off"}]
try:
    for _ in client.chat.completions.create(model="scripted", messages=broken, stream=True):
        pass
except APIError as error:
    seen["broken"] = type(error).__name__


def ask(_):
    return client.chat.completions.create(model="scripted", messages=MESSAGES).choices[0].message.content


with ThreadPoolExecutor(6) as pool:
    seen["together"] = len([text for text in pool.map(ask, range(6)) if text])

print(json.dumps(seen))
