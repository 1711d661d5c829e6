"""What the filters of lists offer to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.storage.choices import choices, choices_again
from web.carrying import carried
from web.context import health, remembered_log, work

if TYPE_CHECKING:
    from tracker.storage.choices import Choices
    from tracker.storage.growth import Growth


def chooseable() -> dict[str, list[str]]:
    """Return what filters can choose from, by name: owner, priority, severity and so on."""
    told = remembered_log("choices", _sorted)
    return {**told, "target": [target.name for target in health().targets]}


def _sorted() -> dict[str, list[str]]:
    found = carried("choices", _found)
    return {sort: sorted(names, key=str.casefold) for sort, names in found.items()}


def _found(before: Choices | None, growth: Growth | None, settled: int | None) -> Choices:
    del settled
    if before is None or growth is None:
        return choices(work().session)
    return choices_again(work().session, before, growth)
