"""A small reliability team's database: what its people did in the weeks around W46 of 2026."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tracker.domain.history import Author, Change, Origin
from tracker.domain.incidents import Facts
from tracker.domain.items import ActionItem, Kind, Status
from tracker.editing import Edit, edit
from tracker.people import People
from tracker.settings import Person, Report, Settings

if TYPE_CHECKING:
    from tracker.storage import Work

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = Settings(
    report=Report(timezone="Europe/Berlin"),
    people={
        "@alice": Person(github="alice", team="@dba-team"),
        "@bob": Person(email="bob@example.com"),
    },
)
ALICE = Author(Origin.CLI, "@alice")
NOBODY = People({})
EVIL = "Pin | the *pool* <script>alert(1)</script> [x](javascript:alert(2)) `rm`\n=SUM(A1)"


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    """Return a moment of 2026 on Berlin's clocks."""
    return datetime(2026, month, day, hour, tzinfo=BERLIN).astimezone(UTC)


@dataclass
class House:
    """Writes incidents and items as intake does, and edits them as people do."""

    work: Work
    keys: list[str] = field(default_factory=list)

    def incident(self, title: str, moment: datetime, severity: str | None = None) -> int:
        """Store an incident and return its number."""
        self.keys.append(title)
        known = self.work.incidents.add(
            f"{len(self.keys)}.md", title, Facts(title=title, severity=severity), moment
        )
        change = Change(known.id, None, "incident", None, title, moment, ALICE)
        self.work.history.add([change])
        return known.id

    def item(
        self,
        of: int,
        title: str,
        moment: datetime,
        status: Status = Status.OPEN,
        **values: Any,
    ) -> int:
        """Store an item and return its number."""
        accepted = None if status is Status.PROPOSED else moment
        item = ActionItem(
            0, of, title, status, moment, accepted_at=accepted, due0=values.get("due"),
            fingerprint=title, **values,
        )  # fmt: skip
        return self.work.items.add(item, {}, ALICE).id

    def edit(self, item: int, moment: datetime, **values: str) -> None:
        """Change an item as a person does."""
        edit(self.work, item, Edit(values), ALICE, NOBODY, moment)


def furnish(work: Work) -> None:
    """Store a month of a team's life; A-1 to A-7 of I-1 to I-4."""
    house = House(work)
    one = house.incident("Checkout was down", at(1), "SEV1")
    two = house.incident(EVIL, at(1), "SEV3")
    house.incident("Nothing promised", at(2))
    four = house.incident("Search was slow", at(3))
    house.item(one, "Add an alert", at(1), owner="@alice", due=date(2026, 11, 11),
               kind=Kind.DETECT, priority="P1")  # fmt: skip
    house.item(one, "Cap the pool", at(1), owner="@bob", due=date(2026, 11, 12), kind=Kind.PREVENT)
    house.item(two, EVIL, at(1), owner="=evil", due=date(2026, 11, 5))
    house.item(two, "Write it down", at(1), due=date(2026, 11, 30), kind=Kind.PREVENT)
    house.item(four, "Warm the cache", at(3), owner="@bob")
    house.item(four, "Perhaps more", at(3), Status.PROPOSED)
    house.item(four, "Known before", at(10), Status.DONE)
    house.edit(1, at(10), status="done")
    house.edit(4, at(11), status="wont_do", reason="Too dear | *really*")
    house.edit(5, at(9), status="done")
    house.edit(5, at(12), status="open")
    house.edit(5, at(13), status="done")
    work.commit()


def live_on(work: Work) -> None:
    """Store what happens after W46: nearly everything changes."""
    house = House(work, ["", "", "", "", ""])
    house.edit(1, at(17), title="Another title", owner="@carol", due="2026-12-24", status="open")
    house.edit(2, at(17), status="done", priority="P0")
    house.edit(4, at(18), status="open", due="")
    facts = Facts(title="Renamed", severity="SEV4")
    work.incidents.tell(1, "Renamed", facts, at(18))
    told = (("title", "Checkout was down", "Renamed"), ("severity", "SEV1", "SEV4"))
    work.history.add(Change(1, None, name, old, new, at(18), ALICE) for name, old, new in told)
    house.item(house.incident("A new one", at(19)), "A new item", at(19))
    work.commit()
