"""One full cycle over all targets: pull everywhere, then plan, then push everywhere."""

from __future__ import annotations

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sync import applying, filing, planning, pulling
from sync.desk import Desk, Tally, Write
from sync.errors import LoggedOut
from sync.guarding import guarded
from sync.registry import gate_for, tracker_for
from tracker.clock import monotonic, wait
from tracker.domain.errors import AmendsError, BadSettings
from tracker.domain.links import OperationState
from tracker.people import People
from tracker.settings import fingerprint_of, installation_secret
from tracker.storage.leases import LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sync.governing import Gate
    from sync.pulling import Fetched
    from tracker.settings import Settings, Target
    from tracker.storage import Store, Work
    from tracker.storage.targets import TargetState

LONGEST = 100.0  # a cycle ends by itself within two minutes, whatever the trackers do
TEMPLATE = "template"
ROUNDS = 2  # what is begun before it is filed needs a second write


@dataclass(slots=True)
class Cycle:
    """What one cycle did, or would do; *unfinished*: only its time was over."""

    tallies: list[Tally] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failed: bool = False
    unfinished: bool = False

    def told(self) -> dict[str, Any]:
        """Return the cycle as `amends sync --json` tells it."""
        return {
            "targets": [tally.told() for tally in self.tallies],
            "writes": [write.told() for write in self.writes],
        }


def run(
    store: Store,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    planning_only: bool = False,
    told: Callable[[str], None] = lambda _: None,
) -> Cycle:
    """Bring items and issues in step once; with *planning_only*, say what would be written.

    A target that cannot be reached stops no other. Raises BadSettings for a target that is
    not configured.
    """
    targets = _chosen(settings, only)
    cycle = Cycle()
    secret = _secret(store, settings, keep=not planning_only)
    office = Office(store, settings, secret, monotonic() + LONGEST, planning_only)
    desks = []
    for target in targets:
        desk = _open(office, target, cycle)
        if desk:
            desks.append(desk)
    try:
        fetched = _pull(desks, told)
        if planning_only:
            _plan_only(store, fetched)
        else:
            _push(fetched, told)
    finally:
        for desk in desks:
            _close(desk, keep=not planning_only)
    for desk in desks:
        cycle.tallies.append(desk.tally)
        cycle.writes += desk.writes
        cycle.notes += desk.notes
        cycle.failed = cycle.failed or desk.failed
        cycle.unfinished = cycle.unfinished or desk.unfinished
    order = {target.name: number for number, target in enumerate(targets)}
    cycle.tallies.sort(key=lambda tally: order[tally.name])
    return cycle


def _chosen(settings: Settings, only: Sequence[str]) -> list[Target]:
    for name in only:
        if settings.target_named(name) is None:
            raise BadSettings(f"there is no target {name} in amends.toml")
    return [target for target in settings.target if not only or target.name in only]


def _secret(store: Store, settings: Settings, *, keep: bool) -> str:
    """Return the installation's secret, or refuse: another one would file everything again."""
    secret = installation_secret(settings.folder)
    with store.work() as work:
        if not work.recognise(fingerprint_of(secret), work.clock()):
            raise BadSettings(
                "this database was written with another installation secret; bring back "
                f"amends.secret in {settings.folder}, or set AMENDS_SECRET"
            )
        if keep:
            work.commit()
    return secret


@dataclass(frozen=True, slots=True)
class Office:
    """What all desks of a cycle share; after *deadline* nobody sends anything more."""

    store: Store
    settings: Settings
    secret: str
    deadline: float
    planning: bool


def _open(office: Office, target: Target, cycle: Cycle) -> Desk | None:
    """Return a desk for a target that may be worked on now, leased to us."""
    store, settings = office.store, office.settings
    tally = Tally(target.name)
    try:
        name = f"target {target.name}"
        gate = gate_for(target, settings, store, name, planning=office.planning)
        tracker = tracker_for(target, settings, gate)
    except AmendsError as error:
        tally.error, cycle.failed = str(error), True
        cycle.tallies.append(tally)
        return None
    with store.work() as work:
        state = work.targets.known(target.name, target.provider)
        paused = _paused_until(state, work, gate)
        if not office.planning:
            work.commit()
    if paused:
        tally.error = (
            f"target {target.name} waits for its limit until {paused:%Y-%m-%d %H:%M:%S} UTC"
        )
        cycle.tallies.append(tally)
        return None
    tracker.end_by(office.deadline)
    desk = Desk(
        store=store,
        settings=settings,
        target=target,
        tracker=tracker,
        gate=gate,
        people=People(settings.people),
        secret=office.secret,
        state=state,
        deadline=office.deadline,
        planning=office.planning,
    )
    if not office.planning and not _lease(desk):
        tally.error = f"target {target.name} waits: another sync is at work there"
        cycle.tallies.append(tally)
        return None
    return desk


def _paused_until(state: TargetState, work: Work, gate: Gate) -> datetime | None:
    """Return until when a target waits, for its own limit or that of its credentials."""
    pauses = [one for one in (state.paused_until, gate.paused(work)) if one]
    until = max(pauses, default=None)
    return until if until and until > work.clock() else None


def _lease(desk: Desk) -> bool:
    """Take the target's lease, waiting for one that a dead process left at most."""
    owner = f"{socket.gethostname()}/{os.getpid()}/{threading.get_ident()}/{id(desk)}"
    until = monotonic() + 1.25 * desk.lease_seconds
    while True:
        with desk.store.work() as work:
            desk.lease = work.leases.take(
                f"target {desk.target.name}", owner, work.clock(), desk.lease_seconds
            )
            if desk.lease:
                _presume(desk, work)
                desk.keep(work)
                return True
        if monotonic() > until:
            return False
        wait(min(0.25, desk.lease_seconds / 8))


def _presume(desk: Desk, work: Any) -> None:
    """Whatever was being sent when its sender died may have arrived: it is unknown now."""
    for one in work.operations.of_target(desk.state.id, (OperationState.INFLIGHT,)):
        work.operations.change(
            one.id, OperationState.UNKNOWN, error="the process that sent it ended before the answer"
        )
    desk.state = work.targets.known(desk.target.name, desk.target.provider)


def _pull(desks: list[Desk], told: Callable[[str], None]) -> list[tuple[Desk, Fetched]]:
    """Read all targets side by side, then take in what they told, one after another."""

    def read(desk: Desk) -> Fetched | None:
        told(f"reading {desk.target.name}")
        with guarded(desk):
            _introduce(desk)
            return pulling.fetch(desk)
        return None

    if not desks:
        return []
    with ThreadPoolExecutor(max_workers=len(desks)) as pool:
        results = list(pool.map(read, desks))
    return [(desk, found) for desk, found in zip(desks, results, strict=True) if found]


def _introduce(desk: Desk) -> None:
    """Learn once who we are and what the target is; stop where it became another place."""
    _take_template(desk)
    known = desk.state.learned
    learned = desk.tracker.introduce(known)
    container = str(learned.get("container", ""))
    if desk.state.container_id and container != desk.state.container_id:
        raise LoggedOut(
            f"target {desk.target.name} is another place than before "
            f"(it was {desk.state.container_id}, now {container}); give the new place another name"
        )
    if learned == known:
        return
    desk.state.learned, desk.state.container_id = learned, container
    account = learned.get("account")
    if account and account not in desk.state.accounts:
        desk.state.accounts.append(str(account))
    if not desk.planning:
        with desk.work() as work:
            work.targets.keep(desk.state)
            desk.keep(work)


def _take_template(desk: Desk) -> None:
    """Use the target's own template; one that works is remembered for when it is broken."""
    learned = {name: value for name, value in desk.state.learned.items() if name != TEMPLATE}
    if desk.target.template:
        path = desk.settings.folder / desk.target.template
        good = desk.bodies.use(path, desk.state.learned.get(TEMPLATE))
        learned |= {TEMPLATE: good} if good else {}
    desk.state.learned = learned


def _plan_only(store: Store, fetched: list[tuple[Desk, Fetched]]) -> None:
    """Plan in one transaction that is never kept, exactly as a sync would."""
    with store.work() as work:
        for desk, _ in fetched:
            known = work.targets.known(desk.target.name, desk.target.provider)
            desk.state.id = known.id
            planning.link_up(desk, work)
        for desk, found in fetched:
            pulling.absorb(desk, work, found)
        for desk, _ in fetched:
            planning.plan(desk, work)
        for desk, _ in fetched:
            desk.writes = planning.announced(desk, work)
            _count(desk, work)
        work.rollback()


def _push(fetched: list[tuple[Desk, Fetched]], told: Callable[[str], None]) -> None:
    """Take in all that was read before anything is planned; then send, side by side."""
    ready = []
    for desk, found in fetched:
        with guarded(desk):
            with desk.work() as work:
                planning.link_up(desk, work)
                pulling.absorb(desk, work, found)
                desk.keep(work)
            ready.append(desk)

    def send(desk: Desk) -> None:
        desk.told = told
        told(f"writing {desk.target.name}")
        with guarded(desk):
            for _ in range(ROUNDS):
                with desk.work() as work:
                    planning.plan(desk, work)
                    desk.keep(work)
                applying.close_twins(desk)
                applying.apply_updates(desk)
                filing.file(desk, filing.due_creates(desk))

    if ready:
        with ThreadPoolExecutor(max_workers=len(ready)) as pool:
            list(pool.map(send, ready))


def _close(desk: Desk, *, keep: bool) -> None:
    """Count what is left, store the report and give the lease back."""
    desk.tally.requests = desk.tracker.requests
    for trouble in desk.bodies.troubles:
        desk.mend(trouble)
    if not keep:
        return
    try:
        with desk.work() as work:
            _count(desk, work)
            desk.state.learned = desk.tracker.learned() or desk.state.learned
            desk.state.report, desk.state.reported_at = desk.tally.told(), work.clock()
            desk.gate.settle(work)  # first: whoever pauses takes the two rows in this order
            work.targets.keep(desk.state)
            desk.keep(work)
            if desk.lease:
                work.leases.give_back(desk.lease, work.clock())
                work.commit()
    except LeaseLostError:
        desk.mend(f"target {desk.target.name}: another process took over")


def _count(desk: Desk, work: Any) -> None:
    tally = desk.tally
    unknown = work.operations.of_target(
        desk.state.id, (OperationState.UNKNOWN, OperationState.INFLIGHT)
    )
    failed = work.operations.of_target(desk.state.id, (OperationState.FAILED,))
    tally.unknown, tally.failed = len(unknown), len(failed)
    touched = tally.created + tally.updated + tally.closed + tally.pulled
    tally.unchanged = max(0, len(work.links.of_target(desk.state.id)) - touched)
    if failed and not desk.failed and not desk.planning:
        desk.mend(f"{len(failed)} write(s) to {desk.target.name} were refused: {failed[0].error}")
