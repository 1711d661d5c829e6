"""A document that somebody brought, and what they make of it before anything is filed; pure.

Every candidate of the document belongs to exactly one entry, whatever is done to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput, IllegalMove, NotFound
from tracker.domain.extensions import APPROVER, WHY
from tracker.domain.incidents import Extraction

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from tracker.domain.incidents import Candidate, Facts

FIELDS = ("title", "owner", "due", "priority", "kind", "status")
BESIDE = (WHY, APPROVER)  # said of a due date that moves later; no field of an item
FACTS = ("title", "severity", "started_at", "ended_at")
TAKEN_OVER = ("owner", "due", "priority", "kind")  # by a merged item that lacks them
MOST = 1000  # entries of one document

Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item to be.

    *parts* number the candidates it is made of, the first of which gives its words; *lines* are
    those that a person chose. *edits* hold what a person wants otherwise; *item* is the item
    that is known already.
    """

    id: int
    parts: tuple[int, ...] = ()
    lines: tuple[Lines, ...] = ()
    edits: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of a document: of which postmortem it is a revision, facts, entries."""

    entries: tuple[Entry, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    to: int | None = None

    def entry(self, number: int) -> Entry:
        """Return an entry, or raise NotFound."""
        found = next((one for one in self.entries if one.id == number), None)
        if found is None:
            raise NotFound("this item is no longer in the draft")
        return found

    @property
    def kept(self) -> list[Entry]:
        """Return what becomes an item."""
        return [one for one in self.entries if not one.dropped]

    @property
    def dropped(self) -> list[Entry]:
        """Return what becomes none."""
        return [one for one in self.entries if one.dropped]


def begin(candidates: Sequence[Candidate]) -> Plan:
    """Return the plan that takes a document at its word."""
    return Plan(tuple(Entry(number + 1, (number,)) for number in range(len(candidates))))


def values_of(entry: Entry, candidates: Sequence[Candidate]) -> dict[str, str]:
    """Return an entry's fields as its document and its editors want them."""
    held = said(candidates[entry.parts[0]]) if entry.parts else dict.fromkeys(FIELDS, "")
    if not entry.parts:
        held["status"] = "open"
    return held | dict(entry.edits)


def said(candidate: Candidate) -> dict[str, str]:
    """Return a candidate's fields as texts."""
    held = {name: getattr(candidate, name) for name in FIELDS[:-1]}
    told = {name: "" if value is None else str(value) for name, value in held.items()}
    return told | {"status": "done" if candidate.done else "open"}


def facts_of(plan: Plan, facts: Facts) -> dict[str, str]:
    """Return the facts that can be corrected, as texts."""
    return {name: getattr(facts, name) or "" for name in FACTS} | dict(plan.facts)


def edited(plan: Plan, number: int, edits: Mapping[str, str]) -> Plan:
    """Return the plan with an entry's *edits* instead of those it had."""
    return _with(plan, replace(plan.entry(number), edits=dict(edits)))


def merged(plan: Plan, numbers: Collection[int], candidates: Sequence[Candidate]) -> Plan:
    """Return the plan with several entries as one, which has all their lines.

    The one that is a known item leads, else the first. Raises IllegalMove for two known items.
    """
    chosen = [plan.entry(number) for number in sorted(set(numbers))]
    if len(chosen) < 2:  # noqa: PLR2004  one alone is merged with nothing
        raise BadInput("choose two items or more to merge")
    known = [one for one in chosen if one.item is not None]
    if len(known) > 1:
        raise IllegalMove(
            "these are tracked items already; make one a duplicate of the other on its own page"
        )
    order = {one.id: at for at, one in enumerate(plan.entries)}
    chosen.sort(key=lambda one: (one.item is None, order[one.id]))
    lead, rest = chosen[0], chosen[1:]
    held = values_of(lead, candidates)
    edits = dict(lead.edits)
    for one in rest if lead.item is None else ():
        other = values_of(one, candidates)
        for name in TAKEN_OVER:
            if not held[name] and other[name]:
                edits[name] = held[name] = other[name]
    if not lead.parts:  # its words come from a candidate now, unless they are kept as edits
        edits = {name: value for name, value in held.items() if value}
    whole = replace(
        lead,
        parts=tuple(part for one in chosen for part in one.parts),
        lines=tuple(dict.fromkeys(span for one in chosen for span in one.lines)),
        edits=edits,
        dropped=False,
    )
    gone = {one.id for one in rest}
    return _with(replace(plan, entries=tuple(o for o in plan.entries if o.id not in gone)), whole)


def taken_apart(plan: Plan, number: int, told: str) -> Plan:
    """Return the plan with a merged entry as the entries it was made of.

    The first keeps number and edits; *told* titles those whose lines a person chose.
    """
    entry = plan.entry(number)
    if len(entry.parts) + len(entry.lines) < 2:  # noqa: PLR2004  one alone has no parts
        raise IllegalMove("this item is not made of several")
    first = replace(entry, parts=entry.parts[:1], lines=() if entry.parts else entry.lines[:1])
    rest = [Entry(0, (part,)) for part in entry.parts[1:]]
    spans = entry.lines if entry.parts else entry.lines[1:]
    rest += [Entry(0, (), (span,), {"title": told}) for span in spans]
    return _after(plan, first, rest)


def split(plan: Plan, number: int, title: str, lines: Lines) -> Plan:
    """Return the plan with a second entry beside one, with a title and lines of its own."""
    entry = plan.entry(number)
    if not title:
        raise BadInput("say what the second item is")
    return _after(plan, entry, [Entry(0, (), (lines,), {"title": title})])


def added(plan: Plan, title: str, lines: Lines) -> Plan:
    """Return the plan with an entry that was missed, at its place by line."""
    if not title:
        raise BadInput("these lines say nothing; choose others, or write a title")
    if len(plan.entries) >= MOST:
        raise BadInput(f"a document holds {MOST} items at most")
    new = Entry(_free(plan), (), (lines,), {"title": title})
    return replace(plan, entries=(*plan.entries, new))


def dropped(plan: Plan, numbers: Collection[int]) -> Plan:
    """Return the plan without entries; one that was added by hand vanishes.

    Raises IllegalMove for a known item: it is tracked, and ends on its own page.
    """
    if not numbers:
        raise BadInput("choose the items to drop")
    for number in numbers:
        entry = plan.entry(number)
        if entry.item is not None:
            raise IllegalMove(f"A-{entry.item} is tracked already; give it up on its own page")
        if entry.parts:
            plan = _with(plan, replace(entry, dropped=True))
        else:
            plan = replace(plan, entries=tuple(o for o in plan.entries if o.id != number))
    return plan


def restored(plan: Plan, number: int) -> Plan:
    """Return the plan with a dropped entry taken up again."""
    return _with(plan, replace(plan.entry(number), dropped=False))


def _with(plan: Plan, entry: Entry) -> Plan:
    entries = tuple(entry if one.id == entry.id else one for one in plan.entries)
    return replace(plan, entries=entries)


def _after(plan: Plan, entry: Entry, more: Sequence[Entry]) -> Plan:
    """Return the plan with *more* entries behind one."""
    if len(plan.entries) + len(more) > MOST:
        raise BadInput(f"a document holds {MOST} items at most")
    free = _free(plan)
    numbered = [replace(one, id=free + at) for at, one in enumerate(more)]
    at = next(at for at, one in enumerate(plan.entries) if one.id == entry.id)
    entries = (*plan.entries[:at], entry, *numbered, *plan.entries[at + 1 :])
    return replace(plan, entries=entries)


def _free(plan: Plan) -> int:
    return max((one.id for one in plan.entries), default=0) + 1


@dataclass(frozen=True, slots=True)
class Near:
    """A document that is known already and may be the one that was brought.

    *shared* promises of *promised* stand in both; *same* means the very text.
    """

    postmortem_id: int
    incident_id: int
    path: str
    title: str
    shared: int
    promised: int
    same: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that somebody brought; *text* is None until it was fetched from its *address*.

    *key* is the path by which it will be known. A *restricted* one is seen by nobody but who
    brought it, and so is the incident that it becomes.
    """

    id: int
    name: str
    key: str
    text: str | None
    who: str | None
    created_at: datetime
    updated_at: datetime
    version: int = 1
    address: Mapping[str, str] | None = None
    found: Extraction = field(default_factory=Extraction)
    near: tuple[Near, ...] = ()
    plan: Plan = field(default_factory=Plan)
    trouble: str | None = None
    changed_by: str | None = None
    came_at: datetime | None = None
    accepted_at: datetime | None = None
    incident_id: int | None = None
    restricted: bool = False

    @property
    def title(self) -> str:
        """Return by what people know it."""
        return self.plan.facts.get("title") or self.found.facts.title or self.name
