"""Two people changed one item: what each wants, so that a person can choose; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.forms import FIELDS

if TYPE_CHECKING:
    from tracker.domain.items import ActionItem
    from web.forms import ItemForm


@dataclass(frozen=True, slots=True)
class Rival:
    """One field on which the form and the item differ.

    *choice* is "now" or "yours" where only one of both changed it, else None: then nobody
    can know, and the person must say.
    """

    field: str
    now: str
    yours: str
    choice: str | None


def texts(item: ActionItem) -> dict[str, str]:
    """Return an item's fields as a form holds them."""
    held = {name: getattr(item, name) for name in FIELDS}
    held["duplicate_of"] = f"A-{item.duplicate_of}" if item.duplicate_of else None
    return {name: "" if value is None else str(value) for name, value in held.items()}


def rivals(item: ActionItem, form: ItemForm) -> list[Rival]:
    """Return the fields to choose between what is stored now and what the form wants."""
    current = texts(item)
    return [
        Rival(name, current[name], form.values[name], _choice(name, current[name], form))
        for name in FIELDS
        if current[name].split() != form.values[name].split()
    ]


def _choice(name: str, now: str, form: ItemForm) -> str | None:
    if name not in form.touched:
        return "now"
    return "yours" if now.split() == form.seen[name].split() else None
