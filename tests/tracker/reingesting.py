"""A folder of postmortems that people edit, and what must be known of their items."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.tracker.postmortems import MARKUPS, Line, Postmortem
from tracker.domain.items import ACTIVE, Status
from tracker.extraction import extract
from tracker.reading import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.tracker.office import Office
    from tracker.domain.incidents import Candidate
    from tracker.domain.items import ActionItem

FIELDS = ("title", "owner", "due", "priority")


@dataclass
class Kept:
    """What must be known of one item: what its document said last, and what holds."""

    core: tuple[str, str]
    said: dict[str, Any]
    holds: dict[str, Any]
    done: bool | None
    status: Status
    stands: bool = True

    def follow(self, candidate: Candidate) -> None:
        """Take over what only the document changed."""
        for name in FIELDS:
            new = getattr(candidate, name)
            if new != self.said[name] and self.holds[name] == self.said[name]:
                self.holds[name] = new
            self.said[name] = new
        if candidate.done and not self.done and self.status in ACTIVE:
            self.status = Status.DONE
        if candidate.done is False and self.done and self.status is Status.DONE:
            self.status = Status.OPEN
        self.done = self.done if candidate.done is None else candidate.done
        self.stands = True


@dataclass
class Folder:
    """Documents with the items that must come of them."""

    office: Office
    paths: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Postmortem] = field(default_factory=dict)
    linked: set[int] = field(default_factory=set)
    items: dict[int, Kept] = field(default_factory=dict)
    of: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def put(self, name: str, document: Postmortem, path: str | None = None) -> bool:
        """Save a document, read it and check everything; False where it cannot be read plainly."""
        path = path or f"{name}{MARKUPS[document.markup].suffix}"
        found = plainly_read(document, path)
        if found is None:
            return False
        self.save(name, document, path)
        self.take(name, found)
        return True

    def save(self, name: str, document: Postmortem, path: str) -> None:
        """Write a document down, and nowhere else."""
        if name in self.paths and self.paths[name] not in {
            other for key, other in self.paths.items() if key != name
        }:
            (self.office.folder / self.paths[name]).unlink()
        (self.office.folder / path).write_bytes(document.written())
        self.paths[name], self.documents[name] = path, document

    def swap(self, one: str, other: str, edits: Sequence[Any], draw: Any) -> None:
        """Let two documents change their paths; edit the first one on the way.

        It is known again by half of its promises, so that half keep their words.
        """
        document = self.documents[one]
        said = {(line.core, line.wording, line.reason) for line in document.lines}
        for edit in edits:
            document = edit(document, draw)
        kept = sum((line.core, line.wording, line.reason) in said for line in document.lines)
        if kept * 2 < len(document.lines):
            return
        paths = {one: self.paths[other], other: self.paths[one]}
        told = {one: document, other: self.documents[other]}
        found = {name: plainly_read(told[name], paths[name]) for name in told}
        if None in found.values():
            return
        for name, path in paths.items():
            (self.office.folder / path).write_bytes(told[name].written())
        self.paths.update(paths)
        self.documents.update(told)
        for name in sorted(paths, key=lambda name: paths[name]):
            self.office.take(paths[name])
        for name, candidates in found.items():
            if candidates is not None:
                self.check(name, candidates)

    def take(self, name: str, found: tuple[Candidate, ...]) -> None:
        """Read a document, check its items, and that reading it again changes nothing."""
        self.office.take(self.paths[name])
        self.check(name, found)
        before = self.office.dump()
        self.office.take(self.paths[name])
        assert self.office.dump() == before

    def check(self, name: str, found: tuple[Candidate, ...]) -> None:
        """Check that each promise is one item, the one it always was."""
        document = self.documents[name]
        told = {item.id: item for item in self.office.items()}
        fresh = told.keys() - self.items.keys()
        ours = self.of[name] | fresh
        standing = {
            source.first_line: number
            for number in ours
            if told[number].in_document
            for source in told[number].sources
        }
        numbers = [standing[one.sources[0].first_line] for one in found]
        assert len(set(numbers)) == len(found)
        assert set(numbers) == {number for number in ours if told[number].in_document}
        self.check_cores(name, document.in_order(), numbers)
        for number, line, candidate in zip(numbers, document.in_order(), found, strict=True):
            self.follow(number, line, candidate, told[number])
        self.of[name] |= fresh
        for number in self.of[name] - set(numbers):
            self.items[number].stands = False
        self.check_fields(told)

    def check_cores(self, name: str, lines: list[Line], numbers: list[int]) -> None:
        """Check that no promise took another's item, nor a new one while its own was there."""
        now: dict[tuple[str, str], set[int]] = defaultdict(set)
        for number, line in zip(numbers, lines, strict=True):
            now[line.core].add(number)
            if number in self.items:
                assert self.items[number].core == line.core
        for core, found in now.items():
            known = {number for number in self.of[name] if self.items[number].core == core}
            stood = {number for number in known if self.items[number].stands}
            assert found >= known or not found - known
            assert found >= stood or found <= stood

    def follow(self, number: int, line: Line, candidate: Candidate, item: ActionItem) -> None:
        """Keep in mind what the document says of an item now."""
        if number in self.items:
            self.items[number].follow(candidate)
            return
        said = {name: getattr(candidate, name) for name in FIELDS}
        status = Status.DONE if candidate.done else Status.OPEN
        self.items[number] = Kept(line.core, said, dict(said), candidate.done, status)
        assert item.fingerprint

    def check_fields(self, told: dict[int, ActionItem]) -> None:
        """Check that every item, here or gone, is what documents and people made of it."""
        assert told.keys() == self.items.keys()
        with self.office.store.reading() as work:
            links = work.links.of_items(list(told))
        assert links.keys() == self.linked
        for number, kept in self.items.items():
            item = told[number]
            assert {name: getattr(item, name) for name in FIELDS} == kept.holds
            assert (item.status, item.in_document) == (kept.status, kept.stands)


def plainly_read(document: Postmortem, path: str) -> tuple[Candidate, ...] | None:
    """Return the promises as the reader finds them, if it finds each of them as one."""
    text = decode(document.written())
    assert text is not None
    found = extract(text, name=path).items
    lines = document.in_order()
    if len(found) != len(lines) or Counter(len(one.sources) for one in found).keys() - {1}:
        return None
    for line, candidate in zip(lines, found, strict=True):
        if line.thing.casefold() not in candidate.title.casefold():
            return None
    return found
