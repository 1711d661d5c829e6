"""What a fuzzer throws bytes at: the promises of reading, whatever the document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput
from tracker.extraction import as_json, explain, explained, extract
from tracker.formats import is_page, word
from tracker.reading import decode

if TYPE_CHECKING:
    from tracker.domain.incidents import Extraction

WORD = ".docx"
SUFFIXES = (".md", ".html", ".rst", ".wiki", ".adoc", ".org", ".mdx", ".txt", WORD)


def named(suffix: str, raw: bytes) -> bytes:
    """Return the input by which the document *raw* is read as one with *suffix*."""
    return bytes([SUFFIXES.index(suffix)]) + raw


def check(data: bytes) -> None:
    """Read a document, whose suffix the first byte chooses, and hold the reader to its promises."""
    suffix = SUFFIXES[data[0] % len(SUFFIXES)] if data else SUFFIXES[0]
    text = _text(suffix, data[1:])
    if text is None:
        return
    name = f"incident{suffix}"
    found = extract(text, name=name)
    count = _lines(text)
    assert extract(text, name=name) == found, "read twice, it says two things"
    assert json.loads(json.dumps(as_json(name, found)))
    assert all(1 <= first <= last <= count for first, last in _places(found)), "no such line"
    assert all(any(letter.isalnum() for letter in one.title) for one in found.items), "no title"
    _check_explanation(text, name, found)


def _text(suffix: str, raw: bytes) -> str | None:
    """Return the text of a document, or None where it is refused as documents may be."""
    if suffix != WORD:
        return decode(raw)
    try:
        return word.text_of(raw)
    except BadInput as error:
        if not str(error):
            raise AssertionError("a refusal without a sentence") from error
        return None


def _check_explanation(text: str, name: str, found: Extraction) -> None:
    told = explain(text, name=name)
    numbers = [line.number for line in told.lines]
    assert numbers == list(range(1, len(numbers) + 1)), "a line is told twice, or not at all"
    if not is_page(text, name):  # of which the lines of the Markdown are told
        assert len(numbers) == _lines(text), "other lines are told"
        assert told.found == found, "explained, it says something else"
    assert json.loads(json.dumps(explained(name, told)))


def _lines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _places(found: Extraction) -> list[tuple[int, int]]:
    """Return the first and last lines of all that was found."""
    sources = [(one.first_line, one.last_line) for item in found.items for one in item.sources]
    return sources + [(step.line, step.line) for step in found.facts.timeline]
