"""What the stand-in for the Messages API answers, and which requests it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

_SECTION = re.compile(r"<section[^>\n]*?number=\"(\d+)\"[^\n]*>\n(.*?)\n?</section", re.DOTALL)
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]{15,300}[.!?]")
_VERDICT_ON = re.compile(r"^- ((?:section:)?[a-z0-9]+(?:-[a-z0-9]+)*): (?=.*\S)", re.MULTILINE)
_NUMBERED = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_UNSUPPORTED = {"minimum", "maximum", "maxItems", "minLength", "maxLength", "pattern"}
_NAMES = {
    "output_config": "output_config: Extra inputs are not permitted",
    "effort": "output_config.effort: this model does not support effort",
    "document": "messages.0.content.0.type: Input should be 'text' or 'image', not 'document'",
    "cache_control": "messages.0.content.0.cache_control: Extra inputs are not permitted",
}


@dataclass(frozen=True)
class TextBlock:
    """One text block of an answer, with the citation that belongs to it."""

    text: str
    citation: dict[str, Any] | None = None


def tokens(text: str) -> int:
    """About as many tokens as a text has."""
    return max(1, len(text) // 4)


def answer(body: Any, ignores: Set[str] = frozenset()) -> list[TextBlock]:
    """A useful answer: findings where findings are asked for, otherwise a passage that fits."""
    schema = (body.get("output_config") or {}).get("format", {}).get("schema")
    wanted = schema if "output_config" not in ignores else None
    if wanted is not None:
        return [TextBlock(json.dumps(_review(body, wanted), ensure_ascii=False))]
    if '"findings"' in _texts(body.get("system")):
        findings = json.dumps(_review(body, schema), ensure_ascii=False, indent=1)
        return [TextBlock(f"Here is what I found:\n\n```json\n{findings}\n```\n")]
    return _reply(body, ignores)


def unacceptable(body: Any, lacks: Set[str]) -> str:
    """Why the real API, or one that lacks something, would answer 400; "" when it would not."""
    text = json.dumps(body)
    config = body.get("output_config") or {}
    documents = [b for b in _user_blocks(body) if b.get("type") == "document"]
    used = {
        "output_config": bool(config),
        "effort": "effort" in config,
        "document": bool(documents),
        "cache_control": '"cache_control"' in text,
    }
    for feature, message in _NAMES.items():
        if feature in lacks and used[feature]:
            return message
    for gone in ("temperature", "top_p", "top_k"):
        if gone in body:
            return f"{gone}: Extra inputs are not permitted"
    if (body.get("tool_choice") or {}).get("type") in ("any", "tool"):
        return "tool_choice: forced tool use is not supported by this model"
    if text.count('"cache_control"') > 4:
        return "A maximum of 4 blocks with cache_control may be provided."
    if any((b.get("citations") or {}).get("enabled") for b in documents) and "format" in config:
        return "citations cannot be combined with output_config.format"
    if any("citations" in block for block in _user_blocks(body) if block.get("type") == "text"):
        return "messages: citations on text blocks in user turns are not permitted"
    if "format" in config:
        return _bad_schema(config["format"].get("schema"))
    return ""


def _bad_schema(schema: Any) -> str:
    if isinstance(schema, list):
        return next((wrong for part in schema if (wrong := _bad_schema(part))), "")
    if not isinstance(schema, dict):
        return ""
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        return "output_config.format.schema: additionalProperties must be false"
    for word in _UNSUPPORTED & set(schema):
        return f"output_config.format.schema: {word} is not supported"
    return _bad_schema(list(schema.values()))


def _texts(content: Any) -> str:
    """All text in a string, a block, or a list of blocks."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return _texts(content.get("text") or content.get("content") or content.get("source"))
    return "\n".join(_texts(part) for part in content or ())


def _user_blocks(body: Any) -> Iterator[Any]:
    for message in body.get("messages", ()):
        if message["role"] == "user" and not isinstance(message["content"], str):
            yield from message["content"]


def _review(body: Any, schema: Any) -> dict[str, Any]:
    """Findings, and verdicts where those are asked for."""
    answer: dict[str, Any] = {"findings": _findings(body, schema)}
    question = body["messages"][-1]["content"]
    asked = question if isinstance(question, str) else _texts(question[-1])
    fields = {"item", "verdict", "quotes", "note"}  # the question describes them the same way
    if ids := [id for id in _VERDICT_ON.findall(asked) if id not in fields]:
        sections = _SECTION.findall(_texts([m["content"] for m in body["messages"]]))
        quotes = [quote for _, text in sections for quote in _SENTENCE.findall(text)]
        answer["verdicts"] = [_verdict(id, k, quotes) for k, id in enumerate(ids)]
    return answer


def _verdict(id: str, k: int, quotes: list[str]) -> dict[str, Any]:
    """Verdicts of every sort; those that take a passage quote one that is really there."""
    verdict = ("met", "partly", "not_met", "not_applicable", "not_checked")[k % 5]
    shown = quotes[k % len(quotes) :][:1] if quotes and verdict in ("met", "partly") else []
    return {"item": id, "verdict": verdict, "quotes": shown, "note": f"As seen in {len(shown)}."}


def _findings(body: Any, schema: Any) -> list[dict[str, Any]]:
    """Findings about sentences that are really in the text that was asked about."""
    last = body["messages"][-1]["content"]
    last = last if isinstance(last, str) else _texts(last[-1])
    sections = _SECTION.findall(last) or _SECTION.findall(
        _texts([m["content"] for m in body["messages"]])
    )
    item = schema["properties"]["findings"]["items"]["properties"] if schema else {}
    quotes = [(int(n), quote) for n, text in sections for quote in _SENTENCE.findall(text)[:3]]
    return [
        {name: _value(name, given, k, number, quote) for name, given in (item or _PLAIN).items()}
        for k, (number, quote) in enumerate(quotes[:3])
    ]


_PLAIN: dict[str, Any] = {
    "section": {"type": "integer"},
    "quote": {"type": "string"},
    "category": {"type": "string", "enum": ["evidence", "clarity"]},
    "severity": {"type": "string", "enum": ["high", "medium", "low"]},
    "confidence": {"type": "string", "enum": ["high", "medium", "low"]},
    "description": {"type": "string"},
    "suggestion": {"type": "string"},
    "replacement": {"type": "string"},
}


def _value(name: str, schema: Any, k: int, number: int, quote: str) -> Any:
    if "enum" in schema:
        return schema["enum"][k % len(schema["enum"])]
    words = " ".join(quote.split()[:4])
    return {
        "section": number,
        "quote": quote,
        "description": f"“{words} …” is stated without saying how it is known.",
        "suggestion": "Say who established this, when, and from which record.",
        "replacement": "",
    }.get(name, "")


def _reply(body: Any, ignores: Set[str]) -> list[TextBlock]:
    """A chat answer that quotes the passage with the most words of the question."""
    documents = [b for b in _user_blocks(body) if b.get("type") == "document"]
    documents = documents if "document" not in ignores else []
    question = _texts(body["messages"][-1]["content"])[-400:]
    asked = set(re.findall(r"\w{4,}|\d+", question.lower()))
    if documents:
        paragraphs = [part["text"] for part in documents[0]["source"]["content"]]
        passages: Iterable[tuple[int, str]] = enumerate(paragraphs)
    else:
        everything = _texts([message["content"] for message in body["messages"]])
        passages = [(int(number), text) for number, text in _NUMBERED.findall(everything)]
    best = max(
        ((index, text) for index, text in passages if len(text.split()) > 3),
        key=lambda passage: len(asked & set(re.findall(r"\w{4,}|\d+", passage[1].lower()))),
        default=None,
    )
    if best is None:
        blocks = [TextBlock("The document does not say.")]
    else:
        index, text = best
        sentence = (_SENTENCE.findall(text) or [text])[0]
        intro, quoted = "On this the document says: ", f"“{sentence}”"
        cited = {
            "type": "content_block_location",
            "cited_text": text,
            "document_index": 0,
            "document_title": None,
            "start_block_index": index,
            "end_block_index": index + 1,
        }
        on = documents and documents[0].get("citations", {}).get("enabled")
        blocks = (
            [TextBlock(intro), TextBlock(quoted, cited)]
            if on
            else [TextBlock(f"{intro}{quoted} [{index}]")]
        )
    if "<next>" in _texts(body.get("system")):
        blocks.append(
            TextBlock("\n<next>\nWho found this out?\nWhen was it?\nWhat is missing?\n</next>")
        )
    return blocks
