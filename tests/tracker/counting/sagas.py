"""Made-up histories of many months, in which everything happens that metrics count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.tracker.counting.stories import ALICE, ENDS, LATER, OWNERS, Story
from tracker.domain.history import Author, Change, Origin
from tracker.domain.incidents import Facts
from tracker.domain.items import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.domain.incidents import Incident

AUTHORS = (
    ALICE,
    Author(Origin.DOCUMENT),
    Author(Origin.GITHUB),
    Author(Origin.GITHUB, "renovate[bot]"),
    Author(Origin.POLICY),
)
ENDINGS = (  # moments as of which figures are told: Mondays 00:00, near and far from new clocks
    ("Europe/Berlin", datetime(2026, 11, 15, 23, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 9, 4, tzinfo=UTC)),
    ("UTC", datetime(2026, 6, 1, tzinfo=UTC)),
)
HOURS = (0, 0, 1, 5, 23, 24, 72, 167, 168, 169, 336, 384, 720, 1440)
SEVERITIES = (None, "SEV1", "SEV3", "major")
IMPACTS = (None, "None.", "Half of all logins failed.", "No customers were affected")
BEGINNINGS = (None, "2026-03-20", "2026-03-20T14:05:00", "2026-05-30T10:00:00+02:00")
PRIORITIES = (None, "P0", "P1", "P3", "High", "odd")
CAUSES = (None, "A full disk")


@dataclass
class Saga(Story):
    """A story in which links, evidence and repeats happen, too; *first_told* are the incidents."""

    first_told: dict[int, Incident] = field(default_factory=dict)
    read: dict[Any, Any] = field(default_factory=dict)  # what the oracle has read already

    def opened(self, moment: datetime, **facts: Any) -> int:
        """Let an incident become known with its facts."""
        number = self.incident(moment)
        self.incidents[number] = replace(self.incidents[number], facts=Facts(**facts))
        self.first_told[number] = self.incidents[number]
        return number

    def retold(self, number: int, moment: datetime, name: str, value: str | None) -> None:
        """Let a document tell an incident's fact otherwise."""
        known = self.incidents[number]
        before = getattr(known.facts, name)
        if before != value:
            self.note(number, None, name, (before, value), moment)
            told: dict[str, Any] = {name: value}
            facts = replace(known.facts, **told)
            self.incidents[number] = replace(known, facts=facts)

    def noted(self, number: int, moment: datetime, name: str, value: str | None) -> None:
        """Let something be entered of an item that is no part of its row: a link, evidence."""
        before = next(
            (
                one.new
                for one in reversed(self.changes)
                if (one.item_id, one.field) == (number, name)
            ),
            None,
        )
        if before != value:
            self.note(self.items[number].incident_id, number, name, (before, value), moment)

    def note(
        self,
        incident: int,
        item: int | None,
        name: str,
        values: tuple[str | None, str | None],
        moment: datetime,
    ) -> None:
        """Append an entry to the log as it stands here."""
        self.changes.append(Change(incident, item, name, *values, moment, self.by))


@st.composite
def sagas(draw: Callable[..., Any], end: datetime, *, clear: bool = True) -> Saga:
    """Draw a saga that begins up to a year before *end* and may go on after it.

    Unless it is *clear*, clocks run backwards in it and entries contradict each other.
    """
    saga = Saga()
    days = draw(st.sampled_from((14, 30, 44, 74, 90, 120, 150, 210, 350)))
    _go_on(draw, saga, end - timedelta(days=days), () if clear else ("backwards", "nonsense"))
    return saga


@st.composite
def sequels(draw: Callable[..., Any], saga: Saga, moment: datetime) -> Saga:
    """Let *saga* go on from *moment*, also with entries that contradict what was before."""
    _go_on(draw, saga, moment, ("nonsense",))
    return saga


def _go_on(
    draw: Callable[..., Any], saga: Saga, moment: datetime, oddities: tuple[str, ...]
) -> None:
    for _ in range(draw(st.integers(1, 40))):
        deeds = ["opened", "found", "found"]
        if saga.items:
            deeds += [*["move"] * 6, *["edit"] * 3, "noted", "retold", "repeats"]
            deeds += oddities
        saga.by = draw(st.sampled_from(AUTHORS))
        _step(draw, saga, moment, deeds)
        moment += timedelta(hours=draw(st.sampled_from(HOURS)))


def _step(draw: Callable[..., Any], saga: Saga, moment: datetime, deeds: list[str]) -> None:
    deed = draw(st.sampled_from(deeds)) if saga.incidents else "opened"
    number = draw(st.sampled_from(sorted(saga.items))) if saga.items else 0
    DEEDS[deed](draw, saga, number, moment)


def _opened(draw: Callable[..., Any], saga: Saga, _: int, moment: datetime) -> None:
    saga.opened(
        moment,
        severity=draw(st.sampled_from(SEVERITIES)),
        impact=draw(st.sampled_from(IMPACTS)),
        root_cause=draw(st.sampled_from(CAUSES)),
        started_at=draw(st.sampled_from(BEGINNINGS)),
    )


def _found(draw: Callable[..., Any], saga: Saga, _: int, moment: datetime) -> None:
    status = draw(st.sampled_from((Status.OPEN, Status.OPEN, Status.DONE, Status.PROPOSED)))
    saga.found(
        moment,
        status,
        incident=draw(st.sampled_from(sorted(saga.incidents))),
        due=_due(draw, moment),
        owner=draw(st.sampled_from(OWNERS)),
        kind=draw(st.sampled_from((None, *Kind))),
        priority=draw(st.sampled_from(PRIORITIES)),
    )


def _move(draw: Callable[..., Any], saga: Saga, number: int, moment: datetime) -> None:
    to = draw(st.sampled_from((*LATER, Status.OPEN, Status.DONE, *ENDS)))
    saga.move(number, moment, to)
    if to is Status.WONT_DO and draw(st.booleans()):
        saga.edit(number, moment, approver=None)


def _edit(draw: Callable[..., Any], saga: Saga, number: int, moment: datetime) -> None:
    values: dict[str, Any] = {
        "due": _due(draw, moment),
        "owner": draw(st.sampled_from(OWNERS)),
        "kind": draw(st.sampled_from((None, *Kind))),
        "priority": draw(st.sampled_from(PRIORITIES)),
    }
    names = ["due", "due", "due", "owner", "kind", "priority"]
    if saga.items[number].status is Status.WONT_DO:  # approved after all, perhaps too late
        names += ["approver"] * 5
        values["approver"] = draw(st.sampled_from(("@carol", "@carol", None)))
    name = draw(st.sampled_from(names))
    saga.edit(number, moment, **{name: values[name]})


def _noted(draw: Callable[..., Any], saga: Saga, number: int, moment: datetime) -> None:
    name = draw(st.sampled_from(("link", "evidence")))
    saga.noted(number, moment, name, draw(st.sampled_from((None, "acme/platform#12"))))


def _retold(draw: Callable[..., Any], saga: Saga, _: int, moment: datetime) -> None:
    facts = {
        "severity": SEVERITIES,
        "impact": IMPACTS,
        "root_cause": CAUSES,
        "started_at": BEGINNINGS,
    }
    name = draw(st.sampled_from(sorted(facts)))
    incident = draw(st.sampled_from(sorted(saga.incidents)))
    saga.retold(incident, moment, name, draw(st.sampled_from(facts[name])))


def _repeats(draw: Callable[..., Any], saga: Saga, number: int, moment: datetime) -> None:
    values = (None, str(number)) if draw(st.booleans()) else (str(number), None)
    incident = draw(st.sampled_from(sorted(saga.incidents)))
    saga.note(incident, None, "repeats", values, moment)


def _backwards(draw: Callable[..., Any], saga: Saga, number: int, moment: datetime) -> None:
    """Let somebody write whose clock is late: a little, or hopelessly."""
    late = timedelta(minutes=draw(st.sampled_from((1, 5, 6, 600, 60_000))))
    _edit(draw, saga, number, moment - late)


def _nonsense(draw: Callable[..., Any], saga: Saga, number: int, moment: datetime) -> None:
    """Let an entry contradict what was before it, or be none.

    A field's first entry tells truly what the item was born with: nothing else does.
    """
    name, old, new = draw(
        st.sampled_from(
            (
                ("status", "open", "proposed"),
                ("status", "verified", "open"),
                ("status", "open", "lost"),
                ("due", "2020-01-01", "2026-05-05"),
                ("due", None, "soon"),
                ("owner", "@mallory", "@bob"),
                ("priority", "P4", "P0"),
                ("kind", None, "magic"),
            )
        )
    )
    if not any((one.item_id, one.field) == (number, name) for one in saga.changes):
        born = getattr(saga.births[number], name)
        old = None if born is None else str(born)
    saga.note(saga.items[number].incident_id, number, name, (old, new), moment)


def _due(draw: Callable[..., Any], moment: datetime) -> date | None:
    """Draw a day near *moment*, or none."""
    days = draw(st.one_of(st.none(), st.integers(-40, 120)))
    return None if days is None else moment.date() + timedelta(days=days)


DEEDS = {
    "opened": _opened,
    "found": _found,
    "move": _move,
    "edit": _edit,
    "noted": _noted,
    "retold": _retold,
    "repeats": _repeats,
    "backwards": _backwards,
    "nonsense": _nonsense,
}
