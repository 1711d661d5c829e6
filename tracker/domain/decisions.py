"""What people decided of a document's lines, so that reading it again undoes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.domain.items import Source


@dataclass(frozen=True, slots=True)
class Decision:
    """A promise of a document that is no item of its own.

    It was merged into *item_id*, or dropped where that is None. *said* is what the document
    says of it, *sources* where it stood last.
    """

    id: int
    incident_id: int
    postmortem_id: int
    item_id: int | None
    said: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    in_document: bool = True

    @property
    def title(self) -> str:
        """Return the promise's words."""
        return str(self.said.get("title") or "")
