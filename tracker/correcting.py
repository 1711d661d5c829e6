"""What is told of an incident: by its document, and by people who correct it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tracker.domain.drafts import FACTS
from tracker.domain.errors import BadInput
from tracker.domain.history import Author, Change, Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.domain.incidents import Facts, Incident
    from tracker.storage import Work

BY = Author(Origin.DOCUMENT)
TOLD = ("title", "severity", "services", "started_at", "ended_at", "impact", "root_cause")
MOMENTS = ("started_at", "ended_at")
WORDS = {"started_at": "the start", "ended_at": "the end"}
LONGEST = {"title": 2000, "severity": 60}


def tell(work: Work, incident_id: int, facts: Facts, now: datetime) -> None:
    """Store what a document says of its incident now; the caller commits.

    A fact that a person corrected stays; what the document says instead is told.
    """
    before = work.incidents.get(incident_id)
    corrected = work.incidents.said(incident_id)
    told = replace(facts, title=facts.title or before.title)
    changes = []
    for name, old in corrected.items():
        new = getattr(facts, name)
        if new != old:
            field = f"document {name}"
            changes.append(Change(incident_id, None, field, old, new, now, BY))
        told = replace(told, **{name: getattr(before.facts, name)})
    if changes:
        work.history.add(changes)
        work.incidents.say(incident_id, {name: getattr(facts, name) for name in corrected})
    if not {*MOMENTS}.isdisjoint(corrected):
        told = replace(told, duration_minutes=_minutes(told))
    if told != before.facts:
        _store(work, before, told, now, BY)


def correct(
    work: Work, incident_id: int, values: Mapping[str, str], by: Author, now: datetime
) -> None:
    """Store the facts that a person corrects; the caller commits.

    Raises BadInput for a value that cannot be.
    """
    before = work.incidents.get(incident_id)
    wanted = checked(values, {name: getattr(before.facts, name) for name in MOMENTS})
    changed: dict[str, Any] = {name: wanted[name] or None for name in wanted}
    changed = {
        name: value for name, value in changed.items() if value != getattr(before.facts, name)
    }
    if not changed:
        return
    said = work.incidents.said(incident_id)
    work.incidents.say(incident_id, {name: getattr(before.facts, name) for name in changed} | said)
    facts = replace(before.facts, **changed)
    if not {*MOMENTS}.isdisjoint(changed):
        facts = replace(facts, duration_minutes=_minutes(facts))
    _store(work, before, facts, now, by)


def checked(
    values: Mapping[str, str], standing: Mapping[str, str | None] | None = None
) -> dict[str, str]:
    """Return corrected facts as they are stored, or raise BadInput.

    *standing* are the facts that they correct: an end never lies before its start by a person's
    hand. What a document says itself is left as it is.
    """
    found = {name: " ".join(values[name].split()) for name in FACTS if name in values}
    if found.get("title") == "":
        raise BadInput("an incident needs a title")
    for name, value in found.items():
        longest = LONGEST.get(name, 40)
        if len(value) > longest:
            raise BadInput(f"{WORDS.get(name, f'the {name}')} is longer than {longest} characters")
        if "\x00" in value or (not value.isascii() and not _is_storable(value)):
            raise BadInput(f"the {name} holds characters that cannot be stored")
    moments = {name: _moment(name, found[name]) for name in MOMENTS if name in found}
    if moments:
        check_order(*({**(standing or {}), **moments}.get(name) for name in MOMENTS))
    return found | moments


def check_order(start: str | None, end: str | None) -> None:
    """Raise BadInput where an incident would end before it starts."""
    if start and end and _lies_before(moment_of(end), moment_of(start)):
        raise BadInput(f"the end {end} lies before the start {start}")


def moment_of(text: str) -> date | datetime:
    """Return the day or the moment that a text tells, or raise ValueError."""
    if len(text) == len("2026-12-31"):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text)


def _lies_before(one: date | datetime, other: date | datetime) -> bool:
    """Return whether a moment lies before another; by their days where no more is sure."""
    moments = [told for told in (one, other) if isinstance(told, datetime)]
    if len({told.tzinfo is None for told in moments}) == 1 and len(moments) == len((one, other)):
        return moments[0] < moments[1]
    first, second = (told.date() if isinstance(told, datetime) else told for told in (one, other))
    return first < second


def _store(work: Work, before: Incident, facts: Facts, now: datetime, by: Author) -> None:
    work.incidents.tell(before.id, facts.title or before.title, facts, now)
    work.history.add(
        Change(before.id, None, name, old, new, now, by)
        for name in TOLD
        if (old := _text(before.facts, name)) != (new := _text(facts, name))
    )


def _text(facts: Facts, name: str) -> str | None:
    """Return a fact as the history tells it."""
    value = getattr(facts, name)
    return (", ".join(value) or None) if name == "services" else value


def _moment(name: str, text: str) -> str:
    """Return a moment as facts hold it: a date, or a time with or without its offset."""
    if not text:
        return ""
    try:
        told = moment_of(text)
        return told.isoformat(timespec="seconds") if isinstance(told, datetime) else str(told)
    except ValueError as error:
        raise BadInput(
            f"{WORDS[name]} {text!r} is no moment; write one such as 2026-12-31 or "
            "2026-12-31T14:05+00:00"
        ) from error


def _minutes(facts: Facts) -> int | None:
    """Return how long it lasted, where both moments are told to the minute."""
    told = [one for one in (facts.started_at, facts.ended_at) if one and "T" in one]
    if len(told) < len(MOMENTS):
        return None
    start, end = map(datetime.fromisoformat, told)
    if (start.tzinfo is None) != (end.tzinfo is None) or end < start:
        return None
    return int((end - start).total_seconds() // 60)


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
