"""Issues that were there before us become the issues of items; none is made.

Adopting writes to no tracker: the next sync adds our block and our marker, announced by its plan.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sync import pulling
from sync.addresses import is_pull_request, named_in
from sync.claims import (
    hindrance,
    is_routed,
    link_of,
    look_at,
    marker_for,
    named_by,
    refusal,
)
from sync.guarding import guarded
from sync.observing import embrace
from sync.opening import Cycle, chosen, close_desk, introduce, open_desk, opened_office, summed_up
from sync.proposing import LIVING, Proposal, Wish, propose
from sync.snapshots import snapshot
from tracker.clock import monotonic
from tracker.domain.errors import BadInput
from tracker.domain.items import ACTIVE, CLOSED, ActionItem, Status
from tracker.storage.items import Wanted as Looked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sync.desk import Desk
    from sync.ports import RemoteIssue
    from sync.pulling import Fetched
    from tracker.settings import Settings, Target
    from tracker.storage import Store, Work

LONGEST_READING = 3600.0  # years of issues take longer than a cycle
AT_ONCE = 100
FIELDS = ("title", "status", "owner", "priority", "due", "kind")


@dataclass(frozen=True, slots=True)
class Adopted:
    """A proposal in a target; *taken* are the item's fields that the issue changed."""

    target: str
    proposal: Proposal
    taken: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return it as `amends adopt --json` tells it."""
        one, issue = self.proposal, self.proposal.issue
        return {
            "target": self.target,
            "item": one.item.key,
            "title": one.item.title,
            "issue": issue.key if issue else None,
            "url": issue.url if issue else None,
            "state": issue.fields.get("state") if issue else None,
            "why": one.why,
            "confidence": one.confidence,
            "taken": list(self.taken),
            "left": one.left,
        }


@dataclass(frozen=True, slots=True)
class Adopting:
    """What is to be adopted, and where; *planning*: only say so.

    *closed*: closed issues and items as well.
    """

    store: Store
    settings: Settings
    planning: bool = False
    closed: bool = False
    told: Callable[[str], None] = lambda _: None


@dataclass(slots=True)
class Adoption:
    """What was adopted, or would be, and what is left to a person."""

    cycle: Cycle = field(default_factory=Cycle)
    found: list[Adopted] = field(default_factory=list)

    @property
    def adopted(self) -> list[Adopted]:
        """Return what is not left to a person."""
        return [one for one in self.found if not one.proposal.left]

    @property
    def failed(self) -> bool:
        """Return whether a target could not be worked on."""
        return self.cycle.failed or any(one.error for one in self.cycle.tallies)


def adopt_many(wanted: Adopting, *, only: Sequence[str] = (), label: str | None = None) -> Adoption:
    """Adopt what fits the items without issues: by marker, by link, by title.

    Each target is read once, those of its issues that have *label*. Raises BadSettings for a
    target that is not configured.
    """
    adoption = Adoption()
    for target in chosen(wanted.settings, only):
        with _desk(wanted, target, adoption) as desk:
            if desk:
                _adopt_here(wanted, desk, adoption, label)
    return adoption


def adopt_one(wanted: Adopting, number: int, address: str, *, only: Sequence[str] = ()) -> Adoption:
    """Adopt the issue at *address* for an item; raises BadInput where that cannot be."""
    targets = chosen(wanted.settings, only)
    found = named_in(address, targets)
    with wanted.store.reading() as work:
        item = work.items.get(number)
    if item.status in {Status.PROPOSED, Status.DUPLICATE}:
        raise BadInput(f"{item.key} is {item.status}: only an item that is tracked has an issue")
    if is_pull_request(address):
        raise BadInput(f"{address} is a pull request; only issues are adopted")
    if not found:
        names = ", ".join(one.repository or str(one.project) for one in targets)
        raise BadInput(f"{address} is no issue of a target; the targets are {names}")
    target, name = found[0]
    adoption, refused = Adoption(), ""
    with _desk(wanted, target, adoption) as desk:
        if desk:
            refused = _adopt_this(wanted, desk, adoption, item, name)
    if refused:
        raise BadInput(refused)
    return adoption


@contextmanager
def _desk(wanted: Adopting, target: Target, adoption: Adoption) -> Iterator[Desk | None]:
    """Yield a desk for a target, or None where it cannot be worked on now; its trouble is told."""
    cycle = adoption.cycle
    office = opened_office(wanted.store, wanted.settings, planning=wanted.planning, allowed=False)
    desk = open_desk(office, target, cycle)
    if desk is None:
        yield None
        return
    desk.deadline = monotonic() + LONGEST_READING
    desk.tracker.end_by(desk.deadline)
    try:
        with guarded(desk):
            yield desk
    finally:
        close_desk(desk, keep=not wanted.planning)
        summed_up(cycle, [desk], wanted.settings.target)


@contextmanager
def _kept(wanted: Adopting, desk: Desk) -> Iterator[Work]:
    """Yield a unit of work that is kept at its end, unless nothing is to be kept."""
    with desk.work() as work:
        if wanted.planning:  # a plan knows a new target only within its own transaction
            known = work.targets.known(desk.target.name, desk.target.provider)
            desk.state.id = known.id
        yield work
        if wanted.planning:
            work.rollback()
        else:
            desk.keep(work)


def _adopt_here(wanted: Adopting, desk: Desk, adoption: Adoption, label: str | None) -> None:
    wanted.told(f"reading {desk.target.name}")
    introduce(desk)
    fetched = pulling.fetch(desk, tickets=False)
    issues = {issue.id: issue for page in _pages(wanted, desk, label) for issue in page}
    with _kept(wanted, desk) as work:
        _take_in(desk, work, fetched)
        wishes = list(_wishes(desk, work, closed=wanted.closed))
    named = {name for item, _ in wishes for name in named_by(item, desk.target)}
    by_name = _looked_up(desk, named, issues)
    with _kept(wanted, desk) as work:
        if wanted.planning:
            _take_in(desk, work, fetched)
        proposals = propose(
            [_wish(desk, work, item, markers, by_name) for item, markers in wishes],
            issues.values(),
            closed=wanted.closed,
            free=lambda item, issue: refusal(desk, work, item, issue),
        )
        if wanted.planning:
            adoption.found += [_embraced(desk, work, one) for one in proposals]
    if not wanted.planning:
        _embrace_all(wanted, desk, adoption, proposals)


def _embrace_all(
    wanted: Adopting, desk: Desk, adoption: Adoption, proposals: Sequence[Proposal]
) -> None:
    """Adopt some at a time: what is stored stays, wherever the process ends."""
    for start in range(0, len(proposals), AT_ONCE):
        wanted.told(f"{desk.target.name}: {start} of {len(proposals)} looked after")
        with _kept(wanted, desk) as work:
            done = [_embraced(desk, work, one) for one in proposals[start : start + AT_ONCE]]
        adoption.found += done


def _adopt_this(
    wanted: Adopting, desk: Desk, adoption: Adoption, item: ActionItem, name: str
) -> str:
    """Adopt one issue; return why not in a sentence, else nothing."""
    wanted.told(f"reading {desk.target.name}")
    introduce(desk)
    fetched = pulling.fetch(desk, tickets=False)
    issue = look_at(desk, name)
    if issue is None:
        desk.tracker.reach()  # else it is not the issue that is missing, but our permission
        return f"there is no issue {name} in {desk.target.name}, or its token may not see it"
    with _kept(wanted, desk) as work:
        _take_in(desk, work, fetched)
        item = work.items.get(item.id)
        link = link_of(desk, work, item)
        if link and link.remote_id == issue.id:
            done = Proposal(item, issue, "address", "certain", left="it is adopted already")
            adoption.found.append(Adopted(desk.target.name, done))
            return ""
        why_not = refusal(desk, work, item, issue)
        if why_not:
            return f"{issue.key} {why_not}"
        hindered = hindrance(desk, work, link)
        if hindered:
            return f"{item.key} {hindered}"
        state = str(issue.fields.get("state"))
        if state not in LIVING and not wanted.closed:
            return f"{issue.key} is closed ({state}); --closed adopts it as it is"
        one = Proposal(item, issue, "address", "certain")
        adoption.found.append(_embraced(desk, work, one))
    return ""


def _pages(wanted: Adopting, desk: Desk, label: str | None) -> Iterator[tuple[RemoteIssue, ...]]:
    """Yield all issues of a target, the lease renewed after each page."""
    count = 0
    for page in desk.tracker.everything(label):
        count += len(page)
        wanted.told(f"{desk.target.name}: {count} issues read")
        if not wanted.planning:
            with desk.work() as work:
                desk.keep(work)
        yield page


def _take_in(desk: Desk, work: Work, fetched: Fetched) -> None:
    """Take in first what a sync would: an issue of ours that turned up is no old one."""
    pulling.absorb(desk, work, fetched)


def _wishes(desk: Desk, work: Work, *, closed: bool) -> Iterator[tuple[ActionItem, frozenset[str]]]:
    """Yield the items that go to a target and have no issue there, with their markers.

    Markers of a target that is configured no more count as well: it may have been renamed.
    """
    known = {one.id for one in work.targets.all() if desk.settings.target_named(one.name)}
    statuses = ACTIVE | (CLOSED - {Status.DUPLICATE} if closed else frozenset())
    found = work.items.find(Looked(status=tuple(sorted(statuses))))
    links = work.links.of_items([item.id for item in found])
    for item in found:
        mine = links.get(item.id, [])
        here = next((one for one in mine if one.target_id == desk.state.id), None)
        if hindrance(desk, work, here) is None and is_routed(desk, work, item):
            former = {one.marker for one in mine if one.target_id not in known}
            yield item, frozenset({marker_for(desk, work, item), *former})


def _wish(
    desk: Desk,
    work: Work,
    item: ActionItem,
    markers: frozenset[str],
    by_name: dict[str, RemoteIssue | None],
) -> Wish:
    title = str(snapshot(desk, work, item)["title"])
    named = named_by(item, desk.target)
    return Wish(item, markers, title, {name: (named[name], by_name.get(name)) for name in named})


def _looked_up(
    desk: Desk, names: set[str], issues: dict[str, RemoteIssue]
) -> dict[str, RemoteIssue | None]:
    """Return the issues called *names*: from what was read, else looked at one by one."""
    read = {issue.key.rpartition("#")[2].upper(): issue for issue in issues.values()}
    return {name: read.get(name.upper()) or look_at(desk, name) for name in sorted(names)}


def _embraced(desk: Desk, work: Work, one: Proposal) -> Adopted:
    """Link an issue to its item, unless somebody was faster."""
    if one.left or one.issue is None:
        return Adopted(desk.target.name, one)
    item = work.items.get(one.item.id)
    link = link_of(desk, work, item)
    why_not = hindrance(desk, work, link) or refusal(desk, work, item, one.issue)
    if why_not:
        left = Proposal(item, one.issue, one.why, one.confidence, left=f"meanwhile: {why_not}")
        return Adopted(desk.target.name, left)
    if link is None:
        link = work.links.add(item.id, desk.state.id, 1, marker_for(desk, work, item))
    after = embrace(desk, work, link, one.issue)
    taken = tuple(name for name in FIELDS if getattr(after, name) != getattr(item, name))
    return Adopted(desk.target.name, one, taken)
