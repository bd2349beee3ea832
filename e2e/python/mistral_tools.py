"""The unmodified mistralai package: tools, errors and parallel requests. Prints one JSON object with what it saw."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

try:
    from mistralai.client import Mistral
except ImportError:
    from mistralai import Mistral

MESSAGES = [{"role": "user", "content": "Say hello."}]
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}}}]
client = Mistral(server_url=os.environ["RIAD_ADDRESS"], api_key=os.environ["RIAD_KEY"])
request = {"model": "scripted", "messages": MESSAGES, "tools": TOOLS, "tool_choice": "auto"}
seen = {}


def arguments_of(call):
    given = call.function.arguments
    return json.loads(given) if isinstance(given, str) else given


call = client.chat.complete(**request).choices[0].message.tool_calls[0]
seen["called"] = call.function.name
seen["arguments"] = arguments_of(call)
calls = []
for event in client.chat.stream(**request):
    for choice in event.data.choices:
        calls += choice.delta.tool_calls or []
seen["streamed"] = arguments_of(calls[0])

try:
    client.chat.complete(model="nobody", messages=MESSAGES)
except Exception as error:  # noqa: BLE001 - the class differs between versions of the package
    seen["refused"] = getattr(error, "status_code", None)

broken = [{"role": "user", "content": "break off"}]
for event in client.chat.stream(model="scripted", messages=broken):
    for choice in event.data.choices:
        seen["broken"] = choice.finish_reason or seen.get("broken")


def ask(_):
    return client.chat.complete(model="scripted", messages=MESSAGES).choices[0].message.content


with ThreadPoolExecutor(6) as pool:
    seen["together"] = len([text for text in pool.map(ask, range(6)) if text])

print(json.dumps(seen))
