"""What becomes of one item of the large house: an item's row and its history, which agree."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.house_words import PEOPLE, TEAMS

if TYPE_CHECKING:
    import random

CHANGES = 13  # of an item, at most
Row = dict[str, Any]


class Life:
    """What happened to one item: found, handed on, put off, and at last kept or not."""

    def __init__(
        self, incident: int, number: int, span: tuple[datetime, datetime], chance: random.Random
    ) -> None:
        self.incident, self.number, self.chance = incident, number, chance
        self.found, self.now = span
        self.owner: str | None = chance.choice((*PEOPLE, *TEAMS, None, None))
        self.due: date | None = None
        if chance.random() < 0.9:  # noqa: PLR2004  one in ten has no date
            self.due = self.found.date() + timedelta(days=chance.randrange(14, 120))
        self.due0 = self.due
        self.priority = chance.choice(("P0", "P1", "P2", "P2", "P3"))
        self.status = "open"
        self.closed: datetime | None = None
        self.changes: list[Row] = []
        self._live()

    def _live(self) -> None:
        self._note("status", None, "open", self.found, None)
        end = self.found + timedelta(days=self.chance.randrange(5, 200))
        kept = self.chance.random()
        moments = sorted(
            self.found + (end - self.found) * self.chance.random() for _ in range(CHANGES - 3)
        )
        for at, moment in enumerate(moments):
            if moment < self.now:
                (self._hand_on, self._put_off, self._weigh)[at % 3](moment)
        if self._is_past(end):
            self._move("in_progress", end)
            ending = end + timedelta(days=1)
            if self._is_past(ending) and kept > 0.04:  # noqa: PLR2004  some are never closed
                self.closed = ending
                self._move("wont_do" if kept < 0.09 else "done", ending)  # noqa: PLR2004  a few given up

    def _is_past(self, moment: datetime) -> bool:
        return moment < self.now

    def _hand_on(self, at: datetime) -> None:
        new = self.chance.choice(PEOPLE)
        if new != self.owner:
            self._note("owner", self.owner, new, at, new)
            self.owner = new

    def _put_off(self, at: datetime) -> None:
        new = (self.due or at.date()) + timedelta(days=self.chance.randrange(1, 30))
        if self.due is not None:
            self._note("due", str(self.due), str(new), at, self.owner)
            self.due = new

    def _weigh(self, at: datetime) -> None:
        new = self.chance.choice(("P1", "P2", "P3"))
        if new != self.priority:
            self._note("priority", self.priority, new, at, self.owner)
            self.priority = new

    def _move(self, new: str, at: datetime) -> None:
        self._note("status", self.status, new, at, self.owner)
        self.status = new

    def _note(self, field: str, old: str | None, new: str, at: datetime, who: str | None) -> None:
        self.changes.append(change(self.incident, self.number, field, (old, new), at, who))

    def row(self, title: str) -> Row:
        """Return the item as it stands at the end."""
        given_up = self.status == "wont_do"
        return {
            "id": self.number,
            "incident_id": self.incident,
            "title": title,
            "status": self.status,
            "kind": self.chance.choice(("prevent", "detect", "mitigate", "repair", "process")),
            "owner": self.owner,
            "priority": self.priority,
            "due": self.due,
            "due0": self.due0,
            "created_at": self.found,
            "accepted_at": self.found,
            "closed_at": self.closed,
            "reason": "No longer needed" if given_up else None,
            "approver": "@carol1" if given_up else None,
            "duplicate_of": None,
            "refs": [],
            "said": {},
            "in_document": True,
            "version": len(self.changes),
        }


def change(
    incident: int,
    item: int | None,
    field: str,
    values: tuple[str | None, str | None],
    at: datetime,
    who: str | None,
) -> Row:
    """Return one entry of the history."""
    old, new = values
    return {
        "incident_id": incident,
        "item_id": item,
        "field": field,
        "old": old,
        "new": new,
        "at": at,
        "who": who,
        "origin": "document" if who is None else "web",
    }
