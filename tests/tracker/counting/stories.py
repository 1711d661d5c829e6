"""Made-up histories: items that move as the domain lets them, with the log of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tracker.counting.histories import Log, entries_of, replay
from tracker.domain.history import Author, Change, Origin, differences
from tracker.domain.incidents import Facts, Incident
from tracker.domain.items import ActionItem, Status

if TYPE_CHECKING:
    from collections.abc import Callable

BERLIN = ZoneInfo("Europe/Berlin")
ALICE = Author(Origin.CLI, "@alice")
MONDAY = datetime(2026, 11, 8, 23, tzinfo=UTC)  # Monday 2026-11-09 00:00 in Berlin, W46
NEXT = MONDAY + timedelta(days=7)
LATER = (Status.OPEN, Status.IN_PROGRESS, Status.DONE, Status.VERIFIED)
ENDS = (Status.WONT_DO, Status.DUPLICATE)
OWNERS = (None, "@alice", "@bob")


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    """Return a moment of 2026 on Berlin's clocks."""
    return datetime(2026, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


@dataclass
class Story:
    """What happens, one step after the other; the log and the rows grow with it.

    *births* is each item as it was found.
    """

    items: dict[int, ActionItem] = field(default_factory=dict)
    incidents: dict[int, Incident] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    births: dict[int, ActionItem] = field(default_factory=dict)
    by: Author = ALICE

    def incident(self, moment: datetime, severity: str | None = None) -> int:
        """Let an incident become known."""
        number = len(self.incidents) + 1
        facts = Facts(severity=severity)
        self.incidents[number] = Incident(number, f"k{number}", f"Outage {number}", facts, moment)
        self.changes.append(Change(number, None, "incident", None, "Outage", moment, ALICE))
        return number

    def found(self, moment: datetime, status: Status = Status.OPEN, **values: Any) -> int:
        """Let an item be found in a document."""
        number = len(self.items) + 1
        of = values.pop("incident", None) or (1 if self.incidents else self.incident(moment))
        accepted = moment if status is not Status.PROPOSED else None
        item = ActionItem(number, of, "Do it", status, moment, accepted_at=accepted)
        item = replace(item, **values, due0=values.get("due"))
        self.items[number] = self.births[number] = item
        self.changes.append(Change(of, number, "status", None, status.value, moment, self.by))
        return number

    def move(self, number: int, moment: datetime, status: Status, approver: str = "Bob") -> None:
        """Let an item's status change."""
        item = self.items[number]
        moved = item.move(status, moment, reason="Too dear", approver=approver, duplicate_of=0)
        self._keep(moved, moment)

    def edit(self, number: int, moment: datetime, **values: Any) -> None:
        """Let other fields of an item change."""
        item = self.items[number]
        first = item.due0 or values.get("due")
        self._keep(replace(item, **values, due0=first), moment)

    def log(self, zone: ZoneInfo = BERLIN) -> Log:
        """Return the log as the metrics want it."""
        return replay(self.items.values(), self.incidents.values(), entries_of(self.changes), zone)

    def _keep(self, after: ActionItem, moment: datetime) -> None:
        self.changes += differences(self.items[after.id], after, moment, self.by)
        self.items[after.id] = after


Taken = list[tuple[datetime, dict[int, ActionItem]]]


@st.composite
def tales(draw: Callable[..., Any], first: datetime) -> tuple[Story, Taken]:
    """Draw a story of three weeks from *first* on, with a picture of the rows after each step.

    Several steps may share a moment, and many lie exactly on the borders of weeks.
    """
    story, taken = Story(), []
    hours = st.sampled_from((0, 0, 1, 5, 23, 24, 72, 167, 168, 169))
    moment = first
    for _ in range(draw(st.integers(1, 24))):
        moment += timedelta(hours=draw(hours))
        _step(draw, story, moment)
        taken.append((moment, dict(story.items)))
    return story, taken


def _step(draw: Callable[..., Any], story: Story, moment: datetime) -> None:
    numbers = sorted(story.items)
    dues = st.one_of(st.none(), st.dates(date(2026, 3, 1), date(2026, 12, 20)))
    deed = draw(st.sampled_from(("found", "move", "move", "move", "edit"))) if numbers else "found"
    if deed == "found":
        status = draw(st.sampled_from((Status.OPEN, Status.OPEN, Status.DONE, Status.PROPOSED)))
        story.found(moment, status, due=draw(dues), owner=draw(st.sampled_from(OWNERS)))
    elif deed == "move":
        to = draw(st.sampled_from((*LATER, *ENDS)))
        story.move(draw(st.sampled_from(numbers)), moment, to)
    else:
        number, owner = draw(st.sampled_from(numbers)), draw(st.sampled_from(OWNERS))
        if story.items[number].status is Status.WONT_DO and draw(st.booleans()):
            story.edit(number, moment, approver=draw(st.sampled_from((None, "@carol"))))
        else:
            story.edit(number, moment, due=draw(dues), owner=owner)
