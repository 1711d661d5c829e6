"""Done is shown, or found not to be: evidence makes an item verified, a failed check opens it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput, IllegalMove
from tracker.domain.history import Change
from tracker.domain.items import KEPT, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tracker.domain.history import Author
    from tracker.domain.items import ActionItem

FAILED = "failed"


def status_shown(item: ActionItem, values: Mapping[str, str]) -> str | None:
    """Return the status that an edit means, with what it tells of a verification.

    Raises BadInput or IllegalMove where both do not go together.
    """
    wanted = values.get("status")
    if "failed" in values:
        return _failed(item, values, wanted)
    if not values.get("evidence"):
        return wanted
    stands = item.status if wanted is None else wanted.strip().lower()
    if stands not in KEPT:
        raise IllegalMove(
            f"{item.key} is {stands}; evidence shows what is done: give the status done with it"
        )
    return Status.VERIFIED.value


def shown(item: ActionItem, values: Mapping[str, str]) -> ActionItem:
    """Return *item*, moved already, with the evidence of an edit; an empty one takes it away."""
    if "evidence" not in values:
        return item
    return replace(item, evidence=values["evidence"] or None)


def told_of_failure(
    item: ActionItem, values: Mapping[str, str], by: Author, now: datetime
) -> Iterator[Change]:
    """Yield what the history keeps of a verification that failed."""
    if values.get("failed"):
        yield Change(item.incident_id, item.id, FAILED, None, values["failed"], now, by)


def _failed(item: ActionItem, values: Mapping[str, str], wanted: str | None) -> str:
    if wanted is not None or values.get("evidence"):
        raise BadInput("a failed verification opens the item; it goes with no status or evidence")
    if not values["failed"]:
        raise BadInput(f"say why the verification of {item.key} failed; it stays in the history")
    if item.status not in KEPT:
        raise IllegalMove(f"{item.key} is {item.status}; only what is done can fail")
    return Status.OPEN.value
