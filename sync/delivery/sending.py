"""Sends each thing once: claimed, carried beyond the point of no return, and what came of it kept.

The intent is committed before the point of no return. Who dies before it has sent nothing, and
it is tried again; who dies beyond it leaves a row of which only a person can tell.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sync.delivery.errors import DeliveryError, NoAnswer, NotNow, Overtaken, Refused
from sync.transport import Deadline, within
from tracker.domain.dispatches import DispatchState, wait_after
from tracker.domain.errors import AmendsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.domain.dispatches import Dispatch, DispatchKind
    from tracker.storage import Store

    Cross = Callable[[], None]
    Carry = Callable[[Cross], "Carried"]
    Prepare = Callable[[Dispatch], Carry]
    Patience = Callable[[str], float]

log = logging.getLogger("amends")
SLACK = 300.0  # to prepare and to store; after it and the patience another worker takes over
DIED = "the process that sent it ended in the middle"


@dataclass(frozen=True, slots=True)
class Carried:
    """It arrived with those *reached*; *waiting* have to wait, *refused* are not taken."""

    reached: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def settle(store: Store, kind: DispatchKind) -> list[Dispatch]:
    """Store as unsure whatever died beyond the point of no return, and return it."""
    with store.reading() as work:
        waiting = work.dispatches.unsettled(kind, work.clock())
    if not waiting:
        return []
    with store.work() as work:
        settled = work.dispatches.settle(kind, work.clock(), DIED)
        work.commit()
    return settled


def send_all(
    store: Store,
    ready: Iterable[Dispatch],
    prepare: Prepare,
    patience: Patience,
    *,
    one_way: bool = False,
) -> list[Dispatch]:
    """Send what is claimed of *ready*, and return what became of it; a failure stops no other.

    *prepare* returns what carries a claim to its channel, and *patience* how many seconds that
    may take. *one_way*: all go the same way, so where that is blocked the rest waits for the next
    time; whom the other side refuses blocks it for nobody else.
    """
    done: list[Dispatch] = []
    for one in ready:
        claim = _claimed(store, one, patience(one.channel))
        if claim is None:
            continue
        try:
            told = _send(store, claim, prepare, patience(one.channel))
        except Overtaken:
            continue
        except Refused as error:
            done.append(_failed(store, claim, error))
            continue
        done.append(told)
        if one_way and told.state is DispatchState.FAILED:
            break
    return done


def _send(store: Store, claim: Dispatch, prepare: Prepare, patience: float) -> Dispatch:
    """Carry what is claimed and keep what came of it; raises Overtaken, Refused."""
    try:
        carry = prepare(claim)
        carried = within(patience, lambda: carry(_crossing(store, claim)))
    except (Overtaken, Refused):
        raise
    except (DeliveryError, AmendsError) as error:
        return _failed(store, claim, error)
    except Deadline:
        return _failed(store, claim, NoAnswer(f"it did not end within {patience:g} s"))
    except Exception as error:
        log.exception("delivery through %s failed", claim.channel)
        kind = type(error).__name__
        return _failed(store, claim, NoAnswer(f"it failed unexpectedly ({kind}); see the log"))
    return _arrived(store, claim, carried)


def _claimed(store: Store, ready: Dispatch, patience: float) -> Dispatch | None:
    with store.work() as work:
        claim = work.dispatches.claim(ready.id, work.clock(), patience + SLACK)
        work.commit()
    return claim


def _crossing(store: Store, claim: Dispatch) -> Callable[[], None]:
    """Return what stores that *claim* goes beyond the point of no return, or stops it."""

    def cross() -> None:
        with store.work() as work:
            held = work.dispatches.cross(claim, work.clock())
            work.commit()
        if not held:
            raise Overtaken

    return cross


def _arrived(store: Store, claim: Dispatch, carried: Carried) -> Dispatch:
    reached = (*claim.reached, *carried.reached)
    trouble = "; ".join((*carried.waiting, *carried.refused))
    with store.work() as work:
        now = work.clock()
        if trouble:
            told = f"not to all yet: {trouble}"
            later = now + wait_after(claim.attempts, refused=not carried.waiting)
            work.dispatches.keep_failed(claim, told, later, told=True, reached=reached)
        else:
            work.dispatches.keep_sent(claim, now, reached)
        work.commit()
    return _now(store, claim)


def _failed(store: Store, claim: Dispatch, error: Exception) -> Dispatch:
    """Keep why it failed; beyond the point of no return only an answer tells that it did."""
    pause = timedelta(seconds=error.seconds if isinstance(error, NotNow) else 0.0)
    refused = isinstance(error, Refused)
    answered = refused or isinstance(error, NotNow)
    with store.work() as work:
        later = work.clock() + max(wait_after(claim.attempts, refused=refused), pause)
        kept = work.dispatches.keep_failed(
            claim, str(error), later, told=answered, reached=claim.reached
        )
        if not kept:
            work.dispatches.keep_unsure(claim, str(error))
        work.commit()
    return _now(store, claim)


def _now(store: Store, claim: Dispatch) -> Dispatch:
    """Return *claim* as it is stored now."""
    with store.reading() as work:
        return work.dispatches.find(claim.kind, claim.occasion, claim.channel) or claim
