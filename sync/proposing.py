"""Which issue is probably an item's: by its marker, by the document's link, by its title; pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.claims import Place
from tracker.domain.items import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sync.ports import RemoteIssue
    from tracker.domain.items import ActionItem

LIVING = frozenset({"open", "in_progress"})
CONFIDENCE = {Place.APART: "certain", Place.END: "high"}
MOST_TOLD = 5
ENDS = ".!;"


@dataclass(frozen=True, slots=True)
class Wish:
    """An item without an issue: its markers, its title as an issue shows it, what it links.

    *linked* are the issues that its document names, None where one is not found.
    """

    item: ActionItem
    markers: frozenset[str]
    title: str
    linked: Mapping[str, tuple[Place, RemoteIssue | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An issue for an item, and why; *left* says why it is left to a person."""

    item: ActionItem
    issue: RemoteIssue | None
    why: str
    confidence: str
    left: str | None = None


def propose(
    wishes: Sequence[Wish],
    issues: Iterable[RemoteIssue],
    *,
    closed: bool,
    free: Callable[[ActionItem, RemoteIssue], str | None],
) -> list[Proposal]:
    """Return what is found for items, in their order; nothing for those that fit no issue.

    *closed*: issues that are closed may be found by their titles. *free* returns why an issue
    cannot become an item's. An issue that several items want is left to a person.
    """
    every = list(issues)
    found: dict[int, Proposal] = {}
    taken: set[str] = set()
    ways = (_by_marker(every), _by_link, _by_title(wishes, every, closed=closed, taken=taken))
    for way in ways:
        new = [one for wish in wishes if wish.item.id not in found and (one := way(wish))]
        new = [_checked(one, free) for one in _apart(new, taken)]
        found |= {one.item.id: one for one in new}
        taken |= {one.issue.id for one in new if one.issue and not one.left}
    return [found[wish.item.id] for wish in wishes if wish.item.id in found]


def folded(title: str) -> str:
    """Return a title without what people write now so, now otherwise: case, spaces, a full stop."""
    return " ".join(title.split()).rstrip(ENDS).casefold()


def _by_marker(issues: Sequence[RemoteIssue]) -> Callable[[Wish], Proposal | None]:
    bearing = _grouped((one.marker, one) for one in issues if one.marker)

    def find(wish: Wish) -> Proposal | None:
        there = [one for marker in wish.markers for one in bearing.get(marker, [])]
        return _one_of(wish, there, "marker", "certain")

    return find


def _by_link(wish: Wish) -> Proposal | None:
    there = [(place, issue) for place, issue in wish.linked.values() if issue]
    if not there:
        return None
    place = there[0][0]
    told = _one_of(wish, [issue for _, issue in there], "link", CONFIDENCE.get(place, "low"))
    if told and told.left is None and place is Place.WITHIN:
        return Proposal(*_told(told), left="its words name the issue, and may mean another work")
    return told


def _by_title(
    wishes: Sequence[Wish], issues: Sequence[RemoteIssue], *, closed: bool, taken: set[str]
) -> Callable[[Wish], Proposal | None]:
    titled = _grouped((folded(str(one.fields["title"])), one) for one in issues)
    same = Counter(folded(wish.title) for wish in wishes)

    def find(wish: Wish) -> Proposal | None:
        name = folded(wish.title)
        fitting = [one for one in titled.get(name, []) if not one.marker and one.id not in taken]
        living = [one for one in fitting if one.fields.get("state") in LIVING]
        mine = living if living and wish.item.status in ACTIVE else fitting
        exact = all(one.fields["title"] == wish.title for one in mine)
        told = _one_of(wish, mine, "title", "high" if exact else "fair")
        if told is None or told.left:
            return told
        if same[name] > 1:
            return Proposal(*_told(told), left=f"{same[name]} items have this title")
        if not living and not closed:
            return Proposal(*_told(told), left="it is closed; --closed adopts such issues, too")
        return told

    return find


def _one_of(
    wish: Wish, issues: Sequence[RemoteIssue], why: str, confidence: str
) -> Proposal | None:
    """Return the one issue there is, or the first of several, left to a person."""
    if not issues:
        return None
    first = min(issues, key=lambda one: int(one.id))
    if len(issues) == 1:
        return Proposal(wish.item, first, why, confidence)
    keys = ", ".join(one.key for one in sorted(issues, key=lambda one: int(one.id))[:MOST_TOLD])
    return Proposal(wish.item, None, why, "low", left=f"{len(issues)} issues fit: {keys}")


def _apart(proposals: Sequence[Proposal], taken: set[str]) -> list[Proposal]:
    """Return *proposals*, those left to a person that want what another has."""
    wanted = Counter(one.issue.id for one in proposals if one.issue and not one.left)
    return [
        Proposal(*_told(one), left="another item fits this issue as well")
        if one.issue and not one.left and (wanted[one.issue.id] > 1 or one.issue.id in taken)
        else one
        for one in proposals
    ]


def _checked(one: Proposal, free: Callable[[ActionItem, RemoteIssue], str | None]) -> Proposal:
    why_not = free(one.item, one.issue) if one.issue and not one.left else None
    return Proposal(*_told(one), left=f"it {why_not}") if why_not else one


def _told(one: Proposal) -> tuple[ActionItem, RemoteIssue | None, str, str]:
    return one.item, one.issue, one.why, one.confidence


def _grouped(
    pairs: Iterable[tuple[str | None, RemoteIssue]],
) -> dict[str | None, list[RemoteIssue]]:
    groups: dict[str | None, list[RemoteIssue]] = {}
    for name, issue in pairs:
        groups.setdefault(name, []).append(issue)
    return groups
