"""One full cycle over all targets: pull everywhere, then plan, then push everywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sync import applying, filing, planning, pulling
from sync.braking import check_closings
from sync.desk import Stage
from sync.guarding import guarded
from sync.leaving import leave
from sync.opening import (
    Cycle,
    chosen,
    close_desk,
    count,
    introduce,
    open_desk,
    opened_office,
    summed_up,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sync.desk import Desk
    from sync.pulling import Fetched
    from tracker.settings import Settings
    from tracker.storage import Store, Work

ROUNDS = 2  # what is begun before it is filed needs a second write


def run(
    store: Store,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    planning_only: bool = False,
    allow_many: bool = False,
    told: Callable[[Stage], None] = lambda _: None,
) -> Cycle:
    """Bring items and issues in step once; with *planning_only*, say what would be written.

    A target that cannot be reached stops no other. *allow_many* lifts the brake for the targets
    in *only*. Raises BadSettings for a target that is not configured.
    """
    targets = chosen(settings, only)
    cycle = Cycle()
    office = opened_office(store, settings, planning=planning_only, allowed=allow_many)
    desks = [desk for target in targets if (desk := open_desk(office, target, cycle))]
    try:
        fetched = _pull(desks, told)
        if planning_only:
            _plan_only(store, fetched)
        else:
            _push(fetched, told)
    finally:
        for desk in desks:
            close_desk(desk, keep=not planning_only)
    summed_up(cycle, desks, targets)
    return cycle


def _pull(desks: list[Desk], told: Callable[[Stage], None]) -> list[tuple[Desk, Fetched]]:
    """Read all targets side by side, then take in what they told, one after another."""

    def read(desk: Desk) -> Fetched | None:
        told(Stage(desk.target.name, "reading"))
        with guarded(desk):
            introduce(desk)
            return pulling.fetch(desk)
        return None

    if not desks:
        return []
    with ThreadPoolExecutor(max_workers=len(desks)) as pool:
        results = list(pool.map(read, desks))
    return [(desk, found) for desk, found in zip(desks, results, strict=True) if found]


def _plan_only(store: Store, fetched: list[tuple[Desk, Fetched]]) -> None:
    """Plan in one transaction that is never kept, exactly as a sync would."""
    with store.work() as work:
        for desk, _ in fetched:
            known = work.targets.known(desk.target.name, desk.target.provider)
            desk.state.id = known.id
            if desk.left:
                leave(desk, work)
            planning.link_up(desk, work)
        for desk, found in fetched:
            pulling.absorb(desk, work, found)
        for desk, _ in fetched:
            planning.plan(desk, work)
        for desk, _ in fetched:
            with guarded(desk):
                _mind_closings(desk, work)
                desk.writes = planning.announced(desk, work)
            count(desk, work)
        work.rollback()


def _mind_closings(desk: Desk, work: Work) -> None:
    """Stop where the plan would close many issues at once; a person's word holds to its end."""
    closing = planning.closings(desk, work)
    known = set(closing if desk.allowed else desk.state.allowed or ())
    if closing:
        links = [link for link in work.links.of_target(desk.state.id) if link.remote_id]
        check_closings(desk, len(links), [one for one in closing if one not in known])
    still = [one for one in closing if one in known] or None
    if still != desk.state.allowed:
        desk.state.allowed = still
        work.targets.keep(desk.state)


def _push(fetched: list[tuple[Desk, Fetched]], told: Callable[[Stage], None]) -> None:
    """Take in all that was read before anything is planned; then send, side by side."""
    ready = []
    for desk, found in fetched:
        with guarded(desk):
            with desk.work() as work:
                if desk.left:
                    leave(desk, work)
                planning.link_up(desk, work)
                pulling.absorb(desk, work, found)
                desk.keep(work)
            ready.append(desk)

    def send(desk: Desk) -> None:
        desk.told = told
        told(Stage(desk.target.name, "writing"))
        with guarded(desk):
            for _ in range(ROUNDS):
                with desk.work() as work:
                    planning.plan(desk, work)
                    _mind_closings(desk, work)
                    desk.keep(work)
                applying.close_twins(desk)
                applying.apply_updates(desk)
                filing.file(desk, filing.due_creates(desk))

    if ready:
        with ThreadPoolExecutor(max_workers=len(ready)) as pool:
            list(pool.map(send, ready))
