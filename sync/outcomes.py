"""What one cycle meant for each link, in a few words for the log: one outcome a link, no more."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.clock import monotonic
from tracker.domain.links import LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.desk import Desk
    from tracker.domain.links import Link, Operation
    from tracker.storage import Store, Work

log = logging.getLogger("amends")
log.addHandler(logging.NullHandler())  # who wants to read it says so
UNDONE = (
    OperationState.READY,
    OperationState.INFLIGHT,
    OperationState.UNKNOWN,
    OperationState.FAILED,
)
DONE = {"create": "opened", "close": "closed", "reopen": "reopened", "transition": "moved"}
SHOWN = {"due": "due date", "block": "text"}
ALONE = "left alone: nothing changed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one link; *quiet*: nothing new."""

    item: str
    key: str | None
    words: str
    quiet: bool = False


def outcomes(desk: Desk, work: Work) -> Iterator[Outcome]:
    """Yield what became of each link of a target, in the order of the items."""
    undone = {one.link_id: one for one in work.operations.of_target(desk.state.id, UNDONE)}
    written: dict[str | None, list[str]] = {}
    for write in desk.writes:
        written.setdefault(write.item, []).append(_sent(write.operation, write.fields))
    for link in work.links.of_target(desk.state.id):
        item = f"A-{link.item_id}"
        disputed = desk.disputed.get(link.item_id, ())
        news = [
            *(f"{_named(fields)} taken in" for fields in desk.taken.get(link.item_id, ())),
            *written.get(item, ()),
            *(f"conflict: {_named([name])}, {kept} kept" for name, kept in disputed),
            *_hindered(desk, undone.get(link.id)),
        ]
        if desk.tally.error and not news:
            news = [f"waits: {desk.tally.error}"]
        words = "; ".join([*news, *_lost(link)]) or ALONE
        yield Outcome(item, link.remote_key, words, quiet=not news)


def tell(desk: Desk, work: Work) -> None:
    """Write the outcome of each link, and of the whole, into the log."""
    alone = 0
    for one in outcomes(desk, work) if log.isEnabledFor(logging.INFO) else ():
        alone += one.quiet
        _tell_one(desk.target.name, one)
    tally, seconds = desk.tally, monotonic() - desk.begun
    whole = {"event": "target", "target": tally.name, "requests": tally.requests}
    whole |= {"seconds": round(seconds, 3), "error": tally.error}
    log.log(
        logging.WARNING if desk.failed else logging.INFO,
        "target %s: %s; %d %s; %d requests in %.1f s",
        tally.name,
        tally.error or "done",
        alone,
        ALONE,
        tally.requests,
        seconds,
        extra=whole,
    )


def tell_unopened(store: Store, name: str, why: str, *, failed: bool) -> None:
    """Write into the log that a target was not worked on, and so none of its links."""
    if not log.isEnabledFor(logging.WARNING):
        return
    with store.reading() as work:
        state = next((one for one in work.targets.all() if one.name == name), None)
        for link in work.links.of_target(state.id) if state else ():
            words = f"waits: {why}"
            _tell_one(name, Outcome(f"A-{link.item_id}", link.remote_key, words, quiet=True))
    level = logging.WARNING if failed else logging.INFO
    log.log(
        level, "target %s: %s", name, why, extra={"event": "target", "target": name, "error": why}
    )


def _tell_one(target: str, one: Outcome) -> None:
    level = logging.DEBUG if one.quiet else logging.INFO
    where = f" ({one.key})" if one.key else ""
    told = {"event": "link", "target": target, "item": one.item, "key": one.key}
    told["outcome"] = one.words
    log.log(level, "%s in %s%s: %s", one.item, target, where, one.words, extra=told)


def _sent(operation: str, fields: tuple[str, ...]) -> str:
    done = DONE.get(operation)
    rest = [name for name in fields if name != "state"] if done else list(fields)
    if operation == "create" or not rest:
        return done or "sent"
    return f"{done} and {_named(rest)} sent" if done else f"{_named(rest)} sent"


def _named(fields: list[str] | tuple[str, ...]) -> str:
    return ", ".join(SHOWN.get(name, name) for name in fields)


def _lost(link: Link) -> Iterator[str]:
    """Yield why the issue of a link cannot be seen, as it has been known before or not."""
    if link.state not in {LinkState.LINKED, LinkState.PENDING}:
        yield f"{link.state.value}: {link.note or 'left to itself'}"


def _hindered(desk: Desk, undone: Operation | None) -> Iterator[str]:
    """Yield what keeps a write from being done."""
    if undone is None:
        return
    why = undone.error or desk.tally.error or "its turn comes in the next cycle"
    match undone.state:
        case OperationState.FAILED:
            yield f"refused: {why}"
        case OperationState.UNKNOWN | OperationState.INFLIGHT:
            yield f"unknown: {why}"
        case _:
            yield f"waits: {why}"
