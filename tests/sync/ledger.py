"""What people said on any side, and whether it holds, stands in the conflict list, or is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sync.bench import Bench

NAMES = {"status": "state"}


@dataclass
class Ledger:
    """The words of people that nobody has knowingly replaced, by field."""

    said: dict[str, set[str]] = field(default_factory=dict)

    def edited(self, name: str, value: str, seen: str | None) -> None:
        """Take note that a person who saw one value said another."""
        if plain(value) == plain(seen):
            return
        words = self.said.setdefault(NAMES.get(name, name), set())
        words.discard(plain(seen))
        words.add(plain(value))

    def lost(self, bench: Bench) -> list[tuple[str, str]]:
        """Return what was said and neither holds nor stands in the conflict list; begin anew."""
        item = bench.item
        holds = {
            "title": item.title,
            "state": item.status.value,
            "owner": item.owner,
            "priority": item.priority,
            "due": str(item.due),
            "kind": item.kind,
        }
        listed = {
            (one.field, plain(side)) for one in bench.conflicts for side in (one.ours, one.theirs)
        }
        said, self.said = self.said, {}
        return [
            (name, value)
            for name, words in said.items()
            for value in words
            if value != plain(holds[name]) and (name, value) not in listed
        ]


def plain(value: str | None) -> str:
    """Return a value as all sides would write it."""
    return str(value).removeprefix("@").removeprefix("sandbox:")
