"""Issues that people made before anybody thought of the product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.adopting import Adopting, Adoption, adopt_many, adopt_one
from tests.sync.bench import WORDS

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place
    from tests.sync.showing import Shown

WORDS_OF_PEOPLE = "Seen on *Monday*.  \r\n\r\n- it hurts\n\n  "


def old_issue(place: Place, title: str = WORDS[0], **values: str | list[str]) -> Shown:
    """Return an issue that somebody else opened."""
    with place.acting_as("erin"):
        place.copy_without_marker(title)
    one = place.issues()[-1]
    if values:
        place.change(one, **values)
    return next(issue for issue in place.issues() if issue.id == one.id)


def short(place: Place, one: Shown) -> str:
    """Return the address of an issue at the place that the product knows."""
    if place.provider == "jira":
        return f"{place.proxy.url}/browse/{one.key}"
    return f"{place.proxy.url}/{one.key.replace('#', '/issues/')}"


def adopted(
    bench: Bench, one: Shown, item: int = 1, *, closed: bool = False, at: Place | None = None
) -> Adoption:
    """Adopt an issue by its address."""
    wanted = Adopting(bench.store, bench.settings, closed=closed)
    return adopt_one(wanted, item, short(at or bench.places[0], one))


def planned(bench: Bench, label: str | None = None, *, closed: bool = False) -> Adoption:
    """Say what would be adopted."""
    wanted = Adopting(bench.store, bench.settings, planning=True, closed=closed)
    return adopt_many(wanted, label=label)


def all_adopted(bench: Bench, label: str | None = None, *, closed: bool = False) -> Adoption:
    """Adopt whatever fits."""
    return adopt_many(Adopting(bench.store, bench.settings, closed=closed), label=label)


def pairs(adoption: Adoption) -> list[tuple[str, str | None, str, str | None]]:
    """Return what was found: item, issue, why, and why it is left."""
    told = [one.told() for one in adoption.found]
    return [(one["item"], one["issue"], one["why"], one["left"]) for one in told]
