"""How long extraction takes, as ratios measured in one run.

Prints the time to extract the given documents over the time to parse the same texts with
markdown-it-py, and the time per kilobyte of a 10 MB document over that of a 10 kB one.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tracker.extraction import extract
from tracker.reading import SUFFIXES, decode

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7


def main(folders: list[str]) -> None:
    """Measure over the documents of *folders*, the examples otherwise."""
    texts = [text for folder in folders or ["examples/postmortems"] for text in _texts(folder)]
    parser = MarkdownIt("commonmark").enable("table")
    pairs = [
        (
            _seconds(lambda: [extract(text) for text in texts]),
            _seconds(lambda: [parser.parse(text) for text in texts]),
        )
        for _ in range(ROUNDS)
    ]
    ratios = [ours / theirs for ours, theirs in pairs]
    kilobytes = sum(map(len, texts)) / 1000
    print(f"{len(texts)} documents, {kilobytes:.0f} kB")
    print(f"extract / markdown-it parse: {_spread(ratios)}")
    text = texts[0] + "\n"
    small, large = (text * (size // len(text) + 1) for size in (10_000, 10_000_000))
    per_small = min(_seconds(lambda: extract(small)) for _ in range(ROUNDS)) / len(small)
    per_large = _seconds(lambda: extract(large)) / len(large)
    print(f"time per kB, 10 MB / 10 kB: {per_large / per_small:.2f}")


def _texts(folder: str) -> list[str]:
    files = sorted(one for one in Path(folder).rglob("*") if one.suffix in SUFFIXES)
    return [text for one in files if (text := decode(one.read_bytes()))]


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _spread(values: list[float]) -> str:
    middle = statistics.median(values)
    return f"median {middle:.2f} (from {min(values):.2f} to {max(values):.2f})"


if __name__ == "__main__":
    main(sys.argv[1:])
