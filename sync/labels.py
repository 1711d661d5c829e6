"""Our own labels: one for each value of a field. A label of anybody else is never touched; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.domain.items import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEVELS = ("P0", "P1", "P2", "P3", "P4")
SEVERAL = ","


@dataclass(frozen=True, slots=True)
class Labels:
    """By field and value, how our label is spelled; trackers may spell it in another case."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @staticmethod
    def of(prefix: str, between: str, fields: Iterable[str]) -> Labels:
        """Return the labels of some *fields*, such as "kind: detect" with ": " in *between*."""
        values = {"priority": LEVELS, "kind": tuple(kind.value for kind in Kind)}
        return Labels(
            {
                name: {value: f"{prefix}{name}{between}{value}" for value in values[name]}
                for name in fields
            }
        )

    def told(self, name: str, there: Iterable[str]) -> str | None:
        """Return which values of a field the labels over *there* tell, or None."""
        shown = {label.casefold() for label in there}
        found = [
            value for value, label in self.names.get(name, {}).items() if label.casefold() in shown
        ]
        return SEVERAL.join(found) or None

    def ours(self, name: str, there: Iterable[str], *, but: str | None = None) -> list[str]:
        """Return those over *there* that are ours for a field, less the one for a value."""
        mine = {
            label.casefold() for value, label in self.names.get(name, {}).items() if value != but
        }
        return [label for label in there if label.casefold() in mine]

    def replaced(self, there: Sequence[str], values: Mapping[str, str | None]) -> list[str]:
        """Return the labels over *there* with ours for some fields said anew."""
        kept = list(there)
        for name, value in values.items():
            gone = set(self.ours(name, kept, but=value))
            kept = [label for label in kept if label not in gone]
            label = self.names.get(name, {}).get(value or "")
            if label and label.casefold() not in {one.casefold() for one in kept}:
                kept.append(label)
        return kept


def chosen(values: str | None, known: str | None) -> str | None:
    """Return which of several values is news to somebody who knows one; the first of them."""
    if values is None:
        return None
    return next((one for one in values.split(SEVERAL) if one != known), known)
