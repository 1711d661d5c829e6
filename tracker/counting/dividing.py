"""A figure of all items, divided among groups of them, such as teams.

An item is counted whatever the others do, so its group's figure is a part of the whole one.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.counting.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Group = TypeVar("Group")
Holder = TypeVar("Holder", bound=Any)


def divided(
    holder: Holder, groups: Mapping[int, Group], names: Iterable[Group]
) -> dict[Group, Holder]:
    """Return what *holder* is for each group: its figures hold the items of that group alone.

    *groups* tells which item is in which.
    """
    parts: dict[Group, dict[str, Figure]] = {name: {} for name in names}
    for field in fields(holder):
        whole = getattr(holder, field.name)
        if isinstance(whole, Figure):
            for name, one in split(whole, groups, parts).items():
                parts[name][field.name] = one
    return {name: replace(holder, **part) for name, part in parts.items()}


def split(
    whole: Figure, groups: Mapping[int, Group], names: Iterable[Group]
) -> dict[Group, Figure]:
    """Return the part of a figure that each group has."""
    items: dict[Group, list[int]] = {name: [] for name in names}
    for item in whole.items:
        items[groups[item]].append(item)
    return {name: Figure(tuple(part)) for name, part in items.items()}
