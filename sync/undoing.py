"""The last run taken back: each issue shows again what it showed before, where nobody minded.

Items are left as they are; where an item and its issue differ afterwards, both values stand in
the conflict list, and no later sync writes the issue again by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync import applying
from sync.desk import Stage, Tally
from sync.errors import Ambiguous, Missing, Refused
from sync.guarding import guarded
from sync.opening import (
    Cycle,
    chosen,
    close_desk,
    introduce,
    open_desk,
    opened_office,
    summed_up,
)
from sync.pacing import Kind
from sync.planning import passed, step_write
from sync.ports import MOST_REREAD
from sync.snapshots import REDACTED, is_redacted
from sync.taking_back import UNDONE, Past, intended, recorded, withdraw
from sync.verifying import reread
from tracker.domain.links import LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sync.desk import Desk
    from sync.ports import Fields, RemoteIssue, Step
    from tracker.settings import Settings, Target
    from tracker.storage import Store, Work
    from tracker.storage.writes import Written

GIVEN_UP = "wont_do"
USUAL = {"priority": "P2"}  # what Jira gives an issue that asks for none


def undo(
    store: Store,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    planning_only: bool = False,
    told: Callable[[Stage], None] = lambda _: None,
) -> Cycle:
    """Undo what the last run wrote to the targets; with *planning_only*, say what that would write.

    What cannot be undone, and what a person changed since, is told in the notes.
    """
    targets = chosen(settings, only)
    cycle = Cycle()
    with store.reading() as work:
        known = {one.name: one.id for one in work.targets.all()}
        ids = [known[one.name] for one in targets if one.name in known]
        writes = work.writes.newest(ids)
        cycle.notes += [note for one in targets for note in _unknown(work, one, known)]
    waiting = [one for one in writes if one.undone_at is None]
    if not waiting:
        cycle.notes.append(_nothing(writes))
    places = {one.target_id for one in waiting}
    concerned = [one for one in targets if known.get(one.name) in places]
    cycle.tallies += [Tally(one.name) for one in targets if one not in concerned]
    office = opened_office(store, settings, planning=planning_only, allowed=False)
    desks = [desk for target in concerned if (desk := open_desk(office, target, cycle))]
    try:
        for desk in desks:
            told(Stage(desk.target.name, "undoing"))
            with guarded(desk):
                introduce(desk)
                _undo(desk, [one for one in waiting if one.target_id == desk.state.id])
    finally:
        for desk in desks:
            close_desk(desk, keep=not planning_only)
    summed_up(cycle, desks, targets)
    with store.reading() as work:
        known_ids = {one.id for one in waiting}
        newest = work.writes.newest(ids)
        left = [one for one in newest if one.id in known_ids and one.undone_at is None]
    if left and not planning_only:
        cycle.notes.append(f"{len(left)} of the run's writes wait: `amends sync --undo` goes on")
    return cycle


def _unknown(work: Work, target: Target, known: Mapping[str, int]) -> list[str]:
    """Return what may have been written, and nobody knows yet."""
    sent = (OperationState.UNKNOWN, OperationState.INFLIGHT)
    found = work.operations.of_target(known.get(target.name, 0), sent)
    return [
        f"A-{work.links.get(one.link_id).item_id} in {target.name}: nobody knows yet whether its "
        "issue was made; sync once more, then undo that"
        for one in found
    ]


def _nothing(writes: Sequence[Written]) -> str:
    last = max((one.undone_at for one in writes if one.undone_at), default=None)
    if last is None:
        return "There is nothing to undo: no sync has written anything there yet."
    return f"There is nothing to undo: the last run was undone at {last:%Y-%m-%d %H:%M:%S} UTC."


def _undo(desk: Desk, writes: Sequence[Written]) -> None:
    """Undo what was written to one target, the last issue first."""
    with desk.work() as work:
        work.writes.begin([one.id for one in writes], work.clock())
        desk.keep(work)  # a plan keeps nothing
    with desk.store.reading() as work:
        pasts = list(reversed(_gathered(desk, work, writes)))
    for start in range(0, len(pasts), MOST_REREAD):
        some = pasts[start : start + MOST_REREAD]
        for past, issue in zip(some, reread(desk, [one.link for one in some]), strict=True):
            _undo_one(desk, past, issue)


def _gathered(desk: Desk, work: Work, writes: Sequence[Written]) -> list[Past]:
    """Return what was done to each issue; say what concerned none of ours."""
    pasts: dict[int, Past] = {}
    for one in writes:
        if one.link_id is None:
            desk.notes.append(
                f"{one.key} in {desk.target.name} was closed as a late twin and stays so: "
                "opened again, it would be a second issue of its item"
            )
            continue
        if one.link_id not in pasts:
            link = work.links.get(one.link_id)
            item = work.items.get(link.item_id)
            pasts[one.link_id] = Past(link, item, is_redacted(work, item))
        pasts[one.link_id].add(one)
    return list(pasts.values())


def _undo_one(desk: Desk, past: Past, issue: RemoteIssue | None) -> None:
    if past.link.state is not LinkState.LINKED and not _is_begun(past):
        _cannot(desk, past, f"its link is {past.link.state.value}")
        _done_with(desk, past)
        return
    try:
        issue = issue or desk.tracker.look(past.link.remote["raw"])
        patch = _wanted(desk, past, issue)
        if desk.planning:
            steps = desk.tracker.steps(patch, issue.raw)
            desk.writes += [step_write(desk, past.item, one, issue.fields) for one in steps]
        else:
            _put_back(desk, past, issue, patch)
    except Ambiguous as error:
        _cannot(desk, past, str(error))
    except (Missing, Refused) as error:  # tried again, it would be no better
        _cannot(desk, past, str(error))
        _done_with(desk, past)


def _is_begun(past: Past) -> bool:
    """Return whether an undo that broke off has detached the link already."""
    return past.created and past.link.state is LinkState.DETACHED and past.link.note == UNDONE


def _done_with(desk: Desk, past: Past) -> None:
    with desk.work() as work:
        work.writes.undone(past.writes, work.clock())
        desk.keep(work)


def _cannot(desk: Desk, past: Past, why: str) -> None:
    """Say that something cannot be undone: the first as the target's error, the rest as notes."""
    sentence = f"{past.item.key} in {desk.target.name} cannot be undone: {why}"
    if desk.tally.error:
        desk.notes.append(sentence)
    desk.mend(sentence)


def _wanted(desk: Desk, past: Past, issue: RemoteIssue) -> Fields:
    """Return what to write: each field that still shows what we wrote, as it was before."""
    now = issue.fields
    name = f"{past.item.key} in {desk.target.name}"
    theirs = sorted(one for one in past.after if not _is_ours(past, one, now.get(one)))
    if past.created:
        if theirs:
            changed = " and ".join(theirs)
            desk.notes.append(f"{name}: {issue.key} stays, as somebody changed its {changed} since")
            return {}
        return _writable(desk, past, {"state": GIVEN_UP})
    for one in theirs:
        desk.notes.append(f"{name}: the {one} stays, as somebody changed it since")
    before = {one: past.before.get(one) for one in past.after if one not in theirs}
    return _writable(desk, past, before)


def _writable(desk: Desk, past: Past, patch: Fields) -> Fields:
    """Return what amends.toml lets us write to the target by now; say what it does not."""
    name = f"{past.item.key} in {desk.target.name}"
    shut = [one for one in patch if one in desk.ways and not desk.ways[one].writes]
    for one in sorted(shut):
        desk.notes.append(f"{name}: the {one} stays, as [target.fields] lets nobody write it")
    hushed = [one for one in patch if past.redacted and one in REDACTED and one not in shut]
    for one in sorted(hushed):
        desk.notes.append(f"{name}: the {one} stays, as its incident is restricted")
    return {one: value for one, value in patch.items() if one not in {*shut, *hushed}}


def _is_ours(past: Past, name: str, now: str | None) -> bool:
    """Return whether a field shows what we wrote, or what an undo that broke off has left."""
    after = past.after.get(name)
    if not past.created:
        passing = past.link.remote.get("passing") or {}
        return now in {after, past.before.get(name), passing.get(name, after)}
    made_of_it = name == "block" or (after is None and now == USUAL.get(name))
    return now == after or made_of_it or (name == "state" and now == GIVEN_UP)


def _put_back(desk: Desk, past: Past, issue: RemoteIssue, patch: Fields) -> None:
    """Write what differs, one step after the other; what shall be so is stored before."""
    rest = {name: value for name, value in patch.items() if issue.fields.get(name) != value}
    steps = desk.tracker.steps(rest, issue.raw)
    if steps:
        desk.pace(Kind.EDIT)
    with desk.work() as work:
        link, listed = intended(desk, work, past, issue, patch, passed(steps))
        desk.keep(work)
    for number, step in enumerate(steps):
        if number:
            desk.pace(Kind.EDIT)
        try:
            answer = applying.send(desk, step, applying.fresh(desk, step, link.remote["raw"]))
        except (Missing, Refused):
            undone = {name for one in steps[number:] for name in one.patch}
            with desk.work() as work:
                withdraw(desk, work, past, issue, undone, listed & undone)
                desk.keep(work)
            raise
        with desk.work() as work:
            link = recorded(work, link, step.patch, answer)
            desk.keep(work)
        applying.count(desk, past.item, step, issue.fields)
        _say_left_out(desk, past, step, answer)
    _done_with(desk, past)


def _say_left_out(desk: Desk, past: Past, step: Step, answer: RemoteIssue | None) -> None:
    """Say which fields the tracker did not take back."""
    shown = answer.fields if answer else step.patch
    for name in sorted(step.patch):
        if shown.get(name) != step.patch[name]:
            _cannot(desk, past, f"{desk.target.name} does not take the former {name} back")
