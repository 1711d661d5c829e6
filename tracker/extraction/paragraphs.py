"""Paragraphs of a chapter of work: where its list begins and ends, and what is running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extraction import prose
from tracker.extraction.leads import split_lead
from tracker.extraction.sentences import sentences
from tracker.extraction.verbs import is_imperative

if TYPE_CHECKING:
    from tracker.extraction.blocks import Block

MANY_SENTENCES = 1.6  # a line on average: then it is prose, not a list without bullets
LONG_LINE = 45  # words


def until_closing(blocks: list[Block]) -> list[Block]:
    """Return *blocks* up to the closing words, which never come first."""
    led = 0
    for at, block in enumerate(blocks):
        text = block.plain
        if at and (prose.is_closing(text) or (led == at > 1 and prose.is_afterword(text))):
            return blocks[:at]
        led += bool(split_lead(block.text).lead)
    return blocks


def announced(blocks: list[Block]) -> list[Block]:
    """Return *blocks* from the line on that announces the rest: "These are the actions:"."""
    for at, block in enumerate(blocks[:-1]):
        text = block.plain
        if is_imperative(text) or split_lead(block.text).lead:
            break
        if text.endswith(":") and prose.is_intro(text) and prose.ANNOUNCES.search(text):
            return blocks[at + 1 :]
    return blocks


def is_prose(blocks: list[Block]) -> bool:
    """Return whether *blocks* are running text rather than items without bullets."""
    if not blocks:
        return False
    counts = [len(sentences(block.plain)) for block in blocks]
    words = [len(block.text.split()) for block in blocks]
    wrapped = sum(len(block.parts) > 1 for block in blocks)
    return (
        sum(counts) / len(counts) >= MANY_SENTENCES
        or max(words) > LONG_LINE
        or wrapped * 2 > len(blocks)
        or len(blocks) == 1
    )
