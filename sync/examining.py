"""What `amends doctor` finds out about a target: a line a question, with a way out."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sync.advice import explained, place_of
from sync.errors import Limited, TrackerError
from sync.registry import gate_for, tracker_for
from sync.templates import Bodies
from tracker.clock import now
from tracker.domain.errors import AmendsError
from tracker.settings import secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sync.ports import IssueTracker
    from tracker.settings import Settings, Target
    from tracker.storage import Store, Work

SKEW_SECONDS = 60
SPARSE = 0.1


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor; one that is *ok* may still bear a *note*-worthy detail."""

    check: str
    ok: bool
    detail: str
    note: bool = False

    @staticmethod
    def of(name: str, sentence: str, *, ok: bool = False, note: bool = False) -> Check:
        """Return the line about *name* with a *sentence* that may name it, too: once will do."""
        named = rf"^{re.escape(name)}(?: \((\w+)\)|:) "
        detail = re.sub(named, lambda found: f"{found[1]} " if found[1] else "", sentence)
        return Check(name, ok, detail, note)

    @property
    def sign(self) -> str:
        """Return the word that begins the line."""
        if not self.ok:
            return "FAIL"
        return "note" if self.note else "ok"

    def told(self) -> dict[str, Any]:
        """Return the line as JSON tells it."""
        return asdict(self)


def examined(target: Target, settings: Settings, store: Store | None) -> Iterator[Check]:
    """Yield what there is to say of a target; *store* is None where the database is broken."""
    tracker, checks = _asked(target, settings, store)
    yield from checks
    if tracker:
        yield from _clock(target.name, tracker)
        yield from _quota(target.name, tracker)
    if store is None:
        return
    with store.reading() as work:
        yield _webhook(target, settings, work)
        yield from _held(target, work)


def _asked(
    target: Target, settings: Settings, store: Store | None
) -> tuple[IssueTracker | None, list[Check]]:
    """Sign in and examine the place; the tracker is None where it pauses or told nothing."""
    name = f"target {target.name}"
    try:
        gate = gate_for(target, settings, store, name, planning=True) if store else None
        tracker = tracker_for(target, settings, gate)
        who = tracker.introduce({})
        troubles = tracker.examine() + _template_troubles(target, settings, tracker)
    except Limited as limit:
        told = f"{limit}; it goes on by itself"
        return None, [Check.of(name, told, ok=True, note=True)]
    except (TrackerError, AmendsError) as error:
        return None, [Check.of(name, explained(error, target))]
    if troubles:
        return tracker, [Check(name, ok=False, detail=one) for one in troubles]
    account = who.get("login") or who.get("account")
    by = f" as {account}" if account else ""
    return tracker, [Check(name, ok=True, detail=f"{place_of(target)} may be written{by}")]


def _template_troubles(target: Target, settings: Settings, tracker: IssueTracker) -> list[str]:
    """Return what is wrong with a target's own template, in sentences."""
    bodies = Bodies(target.provider, tracker.mapping.markup)
    if target.template:
        bodies.use(settings.folder / target.template, None)
    return bodies.troubles


def _clock(name: str, tracker: IssueTracker) -> Iterator[Check]:
    there = tracker.now()
    if there is None:
        return
    skew = round((there - now()).total_seconds())
    if abs(skew) <= SKEW_SECONDS:
        yield Check(f"clock {name}", ok=True, detail=f"within {SKEW_SECONDS} s of this machine's")
        return
    ahead = "ahead of" if skew > 0 else "behind"
    yield Check(
        f"clock {name}",
        ok=False,
        detail=f"its clock is {abs(skew)} s {ahead} this machine's; let this machine follow a time "
        "server (sync itself goes by the tracker's clock)",
    )


def _quota(name: str, tracker: IssueTracker) -> Iterator[Check]:
    left = tracker.heard.left
    if left is None:
        return
    until = f" until {_shown(left.resets_at)}" if left.resets_at else ""
    few = left.remaining < SPARSE * left.limit
    advice = "; others use the same account: give Amends one of its own" if few else ""
    detail = f"{left.remaining} of {left.limit} requests left{until}{advice}"
    yield Check(f"quota {name}", ok=True, note=few, detail=detail)


def _webhook(target: Target, settings: Settings, work: Work) -> Check:
    name, variable = f"webhook {target.name}", target.webhook_secret_env
    every = f"every {settings.sync.interval_seconds:g} s"
    if not variable:
        return Check(name, ok=True, detail=f"none: changes are asked for {every}")
    try:
        known = secret(variable)
    except AmendsError as error:
        return Check(name, ok=False, detail=str(error))
    if not known:
        detail = f"{variable} is not set, so every delivery is refused; put the secret into it"
        return Check(name, ok=False, detail=detail)
    last = work.deliveries.last(target.name)
    if last is None:
        where = f"{settings.dashboard.url or 'ADDRESS'}/webhooks/{target.provider}/{target.name}"
        detail = (
            f"nothing was delivered yet; set it up there for {where}, and until then changes are "
            f"asked for {every}"
        )
        return Check(name, ok=True, note=True, detail=detail)
    told = work.deliveries.last_event(target.name)
    detail = f"last delivery {_shown(last)}" + ("" if told else ", of no issue yet")
    return Check(name, ok=True, detail=detail)


def _held(target: Target, work: Work) -> Iterator[Check]:
    """Say who works on a target now, and until when it pauses."""
    moment = work.clock()
    holder = work.leases.holder(f"target {target.name}", moment)
    if holder:
        detail = f"held by {holder[0]} until {_shown(holder[1])} unless renewed"
    else:
        detail = "free: no sync is at work"
    yield Check(f"lease {target.name}", ok=True, detail=detail)
    state = next((one for one in work.targets.all() if one.name == target.name), None)
    if state and state.paused_until and state.paused_until > moment:
        detail = f"until {_shown(state.paused_until)}: {state.pause_reason}; it goes on by itself"
        yield Check(f"pause {target.name}", ok=True, note=True, detail=detail)


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
