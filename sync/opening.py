"""How a cycle begins and ends with each target: signed in, leased to us, reported, given back."""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sync.desk import Desk, Tally, Write
from sync.errors import Replaced
from sync.guarding import taken_over
from sync.outcomes import tell, tell_unopened
from sync.registry import gate_for, tracker_for
from sync.standing import barred, report_of
from tracker.clock import monotonic, now, wait
from tracker.domain.errors import AmendsError, BadSettings
from tracker.domain.links import OperationState
from tracker.people import People
from tracker.settings import fingerprint_of, installation_secret
from tracker.storage.leases import LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sync.governing import Gate
    from tracker.settings import Settings, Target
    from tracker.storage import Store, Work
    from tracker.storage.targets import TargetState

TEMPLATE = "template"
LONGEST = 100.0  # a cycle ends by itself within two minutes, whatever the trackers do


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


def summed_up(cycle: Cycle, desks: Sequence[Desk], targets: Sequence[Target]) -> None:
    """Gather in *cycle* what its desks did, in the order of the configuration."""
    for desk in desks:
        cycle.tallies.append(desk.tally)
        cycle.writes += desk.writes
        cycle.notes += desk.notes
        cycle.failed = cycle.failed or desk.failed
        cycle.unfinished = cycle.unfinished or desk.unfinished
    order = {target.name: number for number, target in enumerate(targets)}
    cycle.tallies.sort(key=lambda tally: order[tally.name])


def chosen(settings: Settings, only: Sequence[str]) -> list[Target]:
    """Return the targets called *only*, all where none is named; raises BadSettings."""
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
    allowed: bool
    run: str


def opened_office(store: Store, settings: Settings, *, planning: bool, allowed: bool) -> Office:
    """Return what the desks of a cycle that begins now share."""
    return Office(
        store=store,
        settings=settings,
        secret=_secret(store, settings, keep=not planning),
        deadline=monotonic() + LONGEST,
        planning=planning,
        allowed=allowed,
        run=f"{now():%Y-%m-%dT%H:%M:%S.%f} {_owner()}",
    )


def _owner() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{threading.get_ident()}"


def open_desk(office: Office, target: Target, cycle: Cycle) -> Desk | None:
    """Return a desk for a target that may be worked on now, leased to us."""
    store, settings = office.store, office.settings
    tally = Tally(target.name)
    try:
        name = f"target {target.name}"
        gate = gate_for(target, settings, store, name, planning=office.planning)
        tracker = tracker_for(target, settings, gate)
    except AmendsError as error:
        cycle.failed = True
        if not office.planning:
            barred(store, target, str(error))
        _left_out(office, cycle, tally, str(error))
        return None
    with store.work() as work:
        state = work.targets.known(target.name, target.provider)
        paused = _paused_until(state, work, gate)
        if not office.planning:
            work.commit()
    if paused:
        told = f"target {target.name} waits for its limit until {paused:%Y-%m-%d %H:%M:%S} UTC"
        _left_out(office, cycle, tally, told)
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
        allowed=office.allowed,
        run=office.run,
    )
    if not office.planning and not _lease(desk):
        told = f"target {target.name} waits: another sync is at work there"
        _left_out(office, cycle, tally, told)
        return None
    return desk


def _left_out(office: Office, cycle: Cycle, tally: Tally, sentence: str) -> None:
    """Say why a target is not worked on in this cycle."""
    tally.error = sentence
    cycle.tallies.append(tally)
    if not office.planning:
        tell_unopened(office.store, tally.name, sentence, failed=cycle.failed)


def _paused_until(state: TargetState, work: Work, gate: Gate) -> datetime | None:
    """Return until when a target waits, for its own limit or that of its credentials."""
    pauses = [one for one in (state.paused_until, gate.paused(work)) if one]
    until = max(pauses, default=None)
    return until if until and until > work.clock() else None


def _lease(desk: Desk) -> bool:
    """Take the target's lease, waiting for one that a dead process left at most."""
    owner = f"{_owner()}/{id(desk)}"
    until = monotonic() + 1.25 * desk.lease_seconds
    while True:
        desk.renewed = monotonic()
        with desk.store.work() as work:
            desk.lease = work.leases.take(
                f"target {desk.target.name}", owner, work.clock(), desk.lease_seconds
            )
            if desk.lease:
                _presume(desk, work)
                desk.keep(work)
                desk.gate.hold = desk.hold
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


def introduce(desk: Desk) -> None:
    """Learn once who we are and what the target is; stop where it became another place."""
    _take_template(desk)
    known = desk.state.learned
    learned = desk.tracker.introduce(known)
    former = desk.state.container_id
    if former and desk.allowed and desk.tracker.identity() != former:
        learned = desk.tracker.introduce({k: v for k, v in known.items() if k == TEMPLATE})
    container = str(learned.get("container", ""))
    if former and container != former:
        if not desk.allowed:
            raise Replaced(f"target {desk.target.name} is another place than before", container)
        desk.left = True
        desk.state.cursor = desk.state.cursor_since = desk.state.etag = None
        desk.state.verified_at = desk.state.verified_to = None
    if learned == known:
        return
    desk.state.learned, desk.state.container_id = learned, container
    account = learned.get("account")
    if account and account not in desk.state.accounts:
        desk.state.accounts.append(str(account))
    if not desk.planning and not desk.left:  # who left keeps this together with its links
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


def close_desk(desk: Desk, *, keep: bool) -> None:
    """Count what is left, store the report and give the lease back."""
    desk.tally.requests = desk.tracker.requests
    for trouble in desk.bodies.troubles:
        desk.mend(trouble)
    if not keep:
        return
    try:
        with desk.work() as work:
            count(desk, work)
            desk.state.learned = desk.tracker.learned() or desk.state.learned
            desk.state.reported_at = work.clock()
            desk.state.report = report_of(desk, desk.state.reported_at)
            desk.gate.settle(work)  # first: whoever pauses takes the two rows in this order
            work.targets.keep(desk.state)
            desk.keep(work)
            if desk.lease:
                work.leases.give_back(desk.lease, work.clock())
                work.commit()
        with desk.store.reading() as work:
            tell(desk, work)
    except LeaseLostError:
        taken_over(desk)


def count(desk: Desk, work: Any) -> None:
    """Tell how many writes are unknown or refused, and how many links nothing happened to."""
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
