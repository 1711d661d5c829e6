"""How long extraction takes: against a parser of Markdown, and as documents grow.

Both are timed in one run, in turns, by processor time and without garbage collection, so that
the ratios hold on any machine. Files and folders may be named; otherwise the labelled corpus
beside the repository is read where there is one, else the examples.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tracker.extraction import extract
from tracker.reading import SUFFIXES, Document, document_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
NO_DOCUMENTS = frozenset({"GUIDE.md", "INDEX.md"})  # they tell of the corpus
ROUNDS = 11
# how often a text of so many characters is read
SIZES = {10_000: 15, 100_000: 7, 1_000_000: 3, 10_000_000: 1}
LABELS = {10_000: "10 kB", 100_000: "100 kB", 1_000_000: "1 MB", 10_000_000: "10 MB"}
HEAD = """# Outage of the search service

Date: 2026-03-02
Severity: SEV-2

"""


def main(paths: list[str]) -> None:
    """Print both tables for the documents at *paths*."""
    documents = [one for path in paths or [_usual()] for one in _documents(Path(path))]
    if not documents:
        sys.exit("there is no document to read")
    against_a_parser(documents)
    print()
    as_they_grow(max(documents, key=lambda one: len(one.text)))


def against_a_parser(documents: list[Document]) -> None:
    """Print extraction's time over that of merely parsing the same texts."""
    texts = [one.text for one in documents]
    table = MarkdownIt("commonmark").enable("table")
    default = MarkdownIt()

    def ours() -> None:
        for one in documents:
            extract(one.text, name=one.path)

    parsers = {
        "commonmark with tables": lambda: _each(table.parse, texts),
        "the default preset": lambda: _each(default.parse, texts),
    }
    rounds = [
        (_seconds(ours), *(_seconds(parse) for parse in parsers.values())) for _ in range(ROUNDS)
    ]
    kilobytes = sum(map(len, texts)) / 1000
    print(f"{len(texts)} documents, {kilobytes:.0f} kB, {ROUNDS} rounds in turns")
    middle = statistics.median(taken[0] for taken in rounds)
    print(f"{'extract':32}{1000 * middle / kilobytes:8.3f} ms/kB")
    print(f"\n{'extract over markdown-it-py':32}{'median':>8}{'least':>8}{'most':>8}")
    for at, name in enumerate(parsers, 1):
        ratios = [taken[0] / taken[at] for taken in rounds]
        figures = (statistics.median(ratios), min(ratios), max(ratios))
        print(f"{'  ' + name:32}" + "".join(f"{one:8.2f}" for one in figures))


def as_they_grow(document: Document) -> None:
    """Print the time per character of ever larger texts over that of the smallest."""
    kinds: dict[str, Callable[[int], str]] = {
        "one document repeated": lambda size: _repeated(document.text + "\n", size),
        "distinct sections": _sections,
        "one line": _line,
    }
    print(f"{'time per kB, over that of 10 kB':32}" + "".join(f"{LABELS[n]:>8}" for n in SIZES))
    for name, make in kinds.items():
        print(f"{'  ' + name:32}", end="", flush=True)
        base = 0.0
        for size, rounds in SIZES.items():
            text = make(size)
            taken = [_seconds(lambda text=text: extract(text, name="x.md")) for _ in range(rounds)]
            pace = statistics.median(taken) / len(text)
            base = base or pace
            print(f"{pace / base:8.2f}", end="", flush=True)
        print(f"   from {base * 1_000_000:.3f} ms/kB")


def _usual() -> str:
    return str(CORPUS if CORPUS.is_dir() else ROOT / "examples" / "postmortems")


def _documents(path: Path) -> list[Document]:
    """Return the documents at *path*, those of the corpus without what is said of it."""
    endings = {".md", ".txt"} if path.resolve() == CORPUS.resolve() else SUFFIXES
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    taken = (one for one in files if one.suffix.lower() in endings and one.name not in NO_DOCUMENTS)
    found = (document_of(one.name, one.read_bytes(), one) for one in taken)
    return [one for one in found if isinstance(one, Document)]


def _each(work: Callable[[str], object], texts: Iterable[str]) -> None:
    for text in texts:
        work(text)


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor time of *work*, which starts with a clean heap and keeps it so."""
    gc.collect()
    gc.disable()
    try:
        begin = time.process_time()
        work()
        return time.process_time() - begin
    finally:
        gc.enable()


def _repeated(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


def _sections(size: int) -> str:
    """Return a postmortem of about *size* characters in which no two lines are alike."""
    found, length, at = [HEAD], len(HEAD), 0
    while length < size:
        at += 1
        found.append(_section(at))
        length += len(found[-1])
    return "".join(found)


def _section(at: int) -> str:
    day, hour, minute = at % 28 + 1, at % 24, at % 60
    return f"""## Part {at} of the timeline

- {hour:02}:{minute:02} UTC: node {at} of the **index** stopped answering `query {at * 7}`
- {hour:02}:{minute:02} UTC: @user{at} restarted it, see https://example.com/incident/{at}

## Impact on region {at}

Some {at * 13} requests of customer {at} failed, since shard {at} had lost its replica {at * 3}.

## Action items {at}

- [ ] Add an alert for the queue of shard {at} (@user{at}, due 2026-04-{day:02})
- Document how replica {at * 3} is rebuilt after fault {at * 17}

| Action | Owner | Priority | Due |
|---|---|---|---|
| Limit the memory of worker {at} | @user{at * 2} | P{at % 3} | 2026-05-{day:02} |

"""


def _line(size: int) -> str:
    """Return a postmortem whose last line has about *size* characters."""
    found, length, at = [HEAD, "## Next steps\n\n"], len(HEAD), 0
    while length < size:
        at += 1
        found.append(f"We will add an alert for shard {at} of queue {at * 7}, by @user{at}. ")
        length += len(found[-1])
    return "".join(found)


if __name__ == "__main__":
    main(sys.argv[1:])
