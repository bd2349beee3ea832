"""Reads conversations, a JSON object a line, and answers what mistral-common makes of each: its token ids beside those of
Riad's segments, each text tokenised by itself, and what the ids spell."""

import json
import sys
from pathlib import Path

import mistral_common
from mistral_common.protocol.instruct.messages import (
    AssistantMessage,
    SystemMessage,
    TextChunk,
    ThinkChunk,
    ToolMessage,
    UserMessage,
)
from mistral_common.protocol.instruct.normalize import get_normalizer
from mistral_common.protocol.instruct.request import ChatCompletionRequest
from mistral_common.protocol.instruct.tool_calls import Function, FunctionCall, Tool, ToolCall
from mistral_common.protocol.instruct.validator import ValidationMode, get_validator
from mistral_common.tokens.tokenizers import instruct
from mistral_common.tokens.tokenizers.base import SpecialTokens, TokenizerVersion
from mistral_common.tokens.tokenizers.mistral import MistralTokenizer
from mistral_common.tokens.tokenizers.model_settings_builder import ModelSettingsBuilder
from mistral_common.tokens.tokenizers.tekken import SpecialTokenInfo, Tekkenizer

DATA = Path(mistral_common.__file__).parent / "data"
SETTINGS = {
    "reasoning_effort": {"type": "enum", "values": ["none", "high"], "accepts_none": True, "default": "none"},
}


def tekken(version):
    """The Tekken vocabulary that the package carries, with the version and the control tokens of later models."""
    with open(DATA / "tekken_240911.json", encoding="utf-8") as file:
        data = json.load(file)
    special = [
        SpecialTokenInfo(rank=rank, token_str=token.value, is_control=True) for rank, token in enumerate(SpecialTokens)
    ]
    builder = ModelSettingsBuilder.model_validate(SETTINGS) if version == "v15" else None
    tokenizer = Tekkenizer(
        vocab=data["vocab"],
        special_tokens=special,
        pattern=data["config"]["pattern"],
        vocab_size=data["config"]["default_vocab_size"],
        num_special_tokens=data["config"]["default_num_special_tokens"],
        version=TokenizerVersion(version),
        model_settings_builder=builder,
    )
    kind = getattr(instruct, f"InstructTokenizer{version.upper()}")
    return MistralTokenizer(
        kind(tokenizer),
        validator=get_validator(tokenizer.version, mode=ValidationMode.test),
        request_normalizer=get_normalizer(tokenizer.version, builder),
    )


OPENERS = {
    "v1": MistralTokenizer.v1,
    "v2": MistralTokenizer.v2,
    "v3": MistralTokenizer.v3,
    "v3-tekken": lambda: MistralTokenizer.v3(is_tekken=True),
    "v7": MistralTokenizer.v7,
    "v7-tekken": lambda: tekken("v7"),
    "v11": lambda: tekken("v11"),
    "v13": lambda: tekken("v13"),
    "v15": lambda: tekken("v15"),
}
opened = {}


def message_of(given):
    role, content = given["role"], given["content"]
    if role == "system":
        return SystemMessage(content=content)
    if role == "user":
        return UserMessage(content=content)
    if role == "tool":
        return ToolMessage(content=content, tool_call_id=given["toolCallId"], name=given.get("name"))
    calls = [
        ToolCall(id=call["id"], function=FunctionCall(name=call["name"], arguments=call["arguments"]))
        for call in given.get("toolCalls", [])
    ]
    said = content
    if "reasoning" in given:
        said = [ThinkChunk(thinking=given["reasoning"]), *([TextChunk(text=content)] if content else [])]
    return AssistantMessage(content=said or None, tool_calls=calls or None, prefix=given.get("prefix", False))


def request_of(given):
    tools = [
        Tool(function=Function(name=t["name"], description=t.get("description", ""), parameters=t["parameters"]))
        for t in given["tools"]
    ]
    more = {"reasoning_effort": given["reasoningEffort"]} if "reasoningEffort" in given else {}
    return ChatCompletionRequest(messages=[message_of(m) for m in given["messages"]], tools=tools or None, **more)


def spelled(tokenizer, ids):
    """Control tokens by name, and the text between them, as the bytes of its tokens say."""
    pieces, held = [], b""
    for token in ids:
        piece = tokenizer.id_to_piece(token)
        if tokenizer.is_special(token):
            if held:
                pieces.append({"text": held.decode("utf-8", "replace")})
            pieces.append({"control": piece})
            held = b""
        elif isinstance(tokenizer, Tekkenizer):
            held += tokenizer.id_to_byte_piece(token)
        elif piece.startswith("<0x") and len(piece) == 6:
            held += bytes([int(piece[3:5], 16)])
        else:
            held += piece.replace("▁", " ").encode("utf-8")
    if held:
        pieces.append({"text": held.decode("utf-8", "replace")})
    return pieces


def answer(line):
    given = json.loads(line)
    name = given["tokenizer"]
    if name not in opened:
        opened[name] = OPENERS[name]()
    tokenizer = opened[name].instruct_tokenizer.tokenizer
    try:
        wanted = opened[name].encode_chat_completion(request_of(given["conversation"])).tokens
    except Exception as error:  # whatever it refuses is no conversation of this format
        return {"refused": f"{type(error).__name__}: {error}"}
    ours = []
    for segment in given["segments"]:
        if "control" in segment:
            ours.append(tokenizer.get_special_token(segment["control"]))
        else:
            ours.extend(tokenizer.encode(segment["text"], bos=False, eos=False))
    return {"same": ours == wanted, "tokens": len(wanted), "pieces": spelled(tokenizer, wanted)}


for request in sys.stdin:
    print(json.dumps(answer(request), ensure_ascii=False), flush=True)
