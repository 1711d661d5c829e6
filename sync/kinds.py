"""Kinds said as issue types, where a target is configured so; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER = "type:"  # before the name of an issue type that stands for no kind


@dataclass(frozen=True, slots=True)
class KindTypes:
    """Which issue type each kind has; *usual* is the type of all others, None where there is none.

    Several kinds may share a type: then the first of them stands for all.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    usual: str | None = None

    def said(self, kind: str | None) -> str | None:
        """Return a kind as its issue shows it."""
        return self.read(self.names.get(kind or "", self.usual))

    def read(self, name: str | None) -> str | None:
        """Return the kind that an issue type stands for, or the type itself."""
        if name is None:
            return None
        same = (kind for kind, one in self.names.items() if one.casefold() == name.casefold())
        return next(same, OTHER + name)

    def type_of(self, said: str | None) -> str | None:
        """Return the issue type that shows what said() returned."""
        if said is None:
            return self.usual
        return self.names.get(said) or said.removeprefix(OTHER)

    def meant(self, said: str | None, known: str | None) -> str | None:
        """Return the kind of an item whose issue shows *said*; a type of no kind changes none."""
        return known if said is None or said.startswith(OTHER) else said
