"""One issue and its item: what is taken from there, and what stays a conflict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sync.arriving import arrived, carried, in_passing, looked_at
from sync.errors import Gone, Missing
from sync.snapshots import is_redacted, is_stand_in, snapshot, ways_of
from tracker.domain.directions import Direction
from tracker.domain.history import Author, Origin
from tracker.domain.items import Kind, Status
from tracker.domain.links import FORMER, MARKER, Link, LinkState, OperationState, sealed
from tracker.domain.meeting import meet
from tracker.domain.merge import Disagreement, Merge, merge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.desk import Desk
    from sync.ports import RemoteIssue
    from tracker.domain.items import ActionItem
    from tracker.storage import Work

KEPT_THERE = frozenset({"block"})
PATIENT_LOOKS = 3
LONGEST_LOOK = 86_400.0
LOST_ON_THE_WAY = ("priority", "kind", "owner")
USUAL_PRIORITY = "P2"  # what Jira gives an issue that asks for none


def is_ours(desk: Desk, issue: RemoteIssue) -> bool:
    """Return whether we made the issue, or sealed it: a copied marker is somebody else's."""
    made = issue.author is not None and issue.author in desk.state.accounts
    return made or (issue.seal is not None and _borne(issue) == _bearing(desk, issue.marker, issue))


def came_along(desk: Desk, link: Link, issue: RemoteIssue) -> bool:
    """Return whether *issue* is what a link had in a former place, made by somebody else.

    Its seal is that of the former issue, and so is its author: no copy by another account.
    """
    former = link.remote.get(FORMER) or {}
    if issue.seal is None or issue.author is None or former.get("author") != issue.author:
        return False
    return _borne(issue) == sealed(desk.secret, link.marker, str(former["id"]))


def _borne(issue: RemoteIssue) -> str | None:
    """Return the marker of an issue, with its seal."""
    return f"{issue.marker}-{issue.seal}" if issue.seal else issue.marker


def _bearing(desk: Desk, marker: str | None, issue: RemoteIssue) -> str:
    return sealed(desk.secret, marker or "", issue.id)


def adopt(desk: Desk, work: Work, link: Link, issue: RemoteIssue) -> None:
    """Link the issue that bears a link's marker: it was made, and nobody told us."""
    sent = bool(link.base_local)
    linked = replace(link, state=LinkState.LINKED, remote_id=issue.id, note=None, assumed=sent)
    standing = work.operations.standing(link.id)
    made = standing is not None and standing.kind == "create" and standing.attempts > 0
    if standing:
        work.operations.change(standing.id, OperationState.DONE, error=None, ended_at=work.clock())
    work.strays.forget(desk.state.id, issue.id)
    if sent:
        if made:
            known = replace(linked, remote_key=issue.key)
            work.writes.add(desk.run, known, "create", {}, link.base_remote, work.clock())
        elif FORMER in link.remote:
            linked = _with_gaps(linked, issue)
        observe(desk, work, linked, issue)
        return
    # nothing tells what both sides agreed on: the tracker is the newer witness
    item = work.items.get(link.item_id)
    ours, ways = snapshot(desk, work, item), ways_of(desk, work, item)
    theirs = dict(issue.fields)
    differing = {
        name: theirs.get(name)
        for name in ours
        if ours[name] != theirs.get(name) and name not in KEPT_THERE and ways[name].reads
    }
    if ours.get("priority") is None and differing.get("priority") == USUAL_PRIORITY:
        del differing["priority"]
    if theirs.get("kind") is None:
        differing.pop("kind", None)  # an issue without our label says nothing of it
    if is_stand_in(differing.get("title")):
        del differing["title"]  # it was restricted, and the database that knew it is lost
    item = _pull(desk, work, item, differing)
    for name, other in differing.items():
        if name in {"title", "due", "priority"} and other is not None:
            work.conflicts.add(
                item.id, desk.state.id, name, (None, ours[name], other), "theirs", work.clock()
            )
            desk.dispute(item.id, name, "theirs")
    bases = snapshot(desk, work, item)
    put_back = {name: bases[name] for name in bases if ways[name] is Direction.PUSH}
    shown = theirs | {name: put_back[name] for name in put_back if name not in KEPT_THERE}
    linked = _seen(replace(linked, base_local=bases, base_remote=shown, assumed=False), issue)
    work.links.save(linked)
    desk.take(item.id, differing)


def _with_gaps(link: Link, issue: RemoteIssue) -> Link:
    """Return the link of an issue that moved: what was lost on the way is nobody's edit.

    A repository drops labels and assignees that it does not know.
    """
    lost = {name: None for name in LOST_ON_THE_WAY if issue.fields.get(name) is None}
    local, remote = {**link.base_local, **lost}, {**link.base_remote, **lost}
    return replace(link, base_local=local, base_remote=remote)


def embrace(desk: Desk, work: Work, link: Link, issue: RemoteIssue) -> ActionItem:
    """Link an issue that was there before us, and return its item; our marker follows.

    What it says is taken, what it leaves open is filled in with the next write.
    """
    item = work.items.get(link.item_id)
    standing = work.operations.standing(link.id)
    if standing:
        work.operations.change(standing.id, OperationState.DONE, error="adopted an issue instead")
    work.strays.forget(desk.state.id, issue.id)
    ours = snapshot(desk, work, item)
    unasked = {"priority": USUAL_PRIORITY} if desk.target.provider == "jira" else {}
    ways = ways_of(desk, work, item)
    met = meet(ours, issue.fields, ours_alone=KEPT_THERE, unasked=unasked, ways=ways)
    changed = _pull(desk, work, item, met.pull)
    now = snapshot(desk, work, changed)
    gave_way = [
        one for one in met.disagreements if one.kept == "ours" or now[one.field] != ours[one.field]
    ]
    tell(desk, work, changed, tuple(gave_way))
    local = {**met.base_local, **{name: now[name] for name in met.pull}}
    if issue.marker != link.marker or not is_ours(desk, issue):
        local[MARKER] = _borne(issue)
    linked = replace(
        link,
        state=LinkState.LINKED,
        base_local=local,
        base_remote=met.base_remote,
        assumed=False,
        note=_note(desk, issue, replace(link, note=None)),
        planned_version=0,
    )
    work.links.save(_seen(linked, issue))
    desk.take(item.id, met.pull)
    if desk.state.cursor is None:  # from now on others' issues are read, too
        desk.state.cursor = issue.updated
    return changed


def observe(
    desk: Desk, work: Work, link: Link, issue: RemoteIssue, *, midway: bool = False
) -> Link:
    """Take in the issue of *link* as it is now, maybe *midway* through our own writes."""
    item = work.items.get(link.item_id)
    base_remote = dict(link.base_remote)
    if link.assumed:
        base_remote |= _normalised(link, issue)
    base_remote |= in_passing(link, issue)
    sent = arrived(link, issue)
    ours = snapshot(desk, work, item)
    ways = ways_of(desk, work, item)
    result = _merged(ways, ours, issue.fields, {**link.base_local, **sent}, {**base_remote, **sent})
    changed = _pull(desk, work, item, result.pull)
    tell(desk, work, item, result.disagreements)
    now = snapshot(desk, work, changed)
    local = dict(result.base_local)
    for name in result.pull:
        local[name] = now[name]  # what we make of it: an unknown assignee changes nothing here
    seen = replace(
        link if midway else looked_at(link, issue, work.clock()),
        state=LinkState.LINKED,
        base_local=local,
        base_remote=result.base_remote,
        assumed=False,
        note=_note(desk, issue, link),
        planned_version=link.planned_version if not result.push else 0,
    )
    seen = _seen(seen, issue)
    work.links.save(seen)
    desk.take(item.id, result.pull)
    return seen


def lose(desk: Desk, work: Work, link: Link, missing: Missing) -> None:
    """Store that an issue cannot be seen any more; nothing is closed or made again for that.

    One that is only hidden is looked for again: in the next cycles at first, then ever
    more rarely, once a day in the end.
    """
    state = LinkState.GONE if isinstance(missing, Gone) else LinkState.UNREACHABLE
    if link.state is not state:
        desk.notes.append(f"A-{link.item_id} in {desk.target.name}: {missing}; it stays open here")
    looks = int(link.remote.get("looks") or 0) + 1
    wait = desk.settings.sync.interval_seconds * 2.0 ** max(0, looks - PATIENT_LOOKS)
    again = work.clock() + timedelta(seconds=min(wait, LONGEST_LOOK))
    remote = {
        **link.remote,
        "looks": looks,
        "look_again": again.isoformat() if looks > PATIENT_LOOKS else None,
    }
    work.links.save(replace(link, state=state, note=str(missing), planned_version=0, remote=remote))


def is_due_again(link: Link, now: datetime) -> bool:
    """Return whether a hidden issue should be looked for once more."""
    if link.state is not LinkState.UNREACHABLE or not link.remote.get("raw"):
        return False
    again = link.remote.get("look_again")
    return again is None or datetime.fromisoformat(again) <= now


def tell(desk: Desk, work: Work, item: ActionItem, disagreements: tuple[Disagreement, ...]) -> None:
    """Store what both sides changed differently, each once; our title is the true one."""
    titles = {"title": item.title} if disagreements and is_redacted(work, item) else {}
    for one in disagreements:
        values = (one.base, titles.get(one.field, one.ours), one.theirs)
        if work.conflicts.add(item.id, desk.state.id, one.field, values, one.kept, work.clock()):
            desk.dispute(item.id, one.field, one.kept)


def compare(desk: Desk, work: Work, link: Link, item: ActionItem) -> Merge:
    """Return what an edit of *item* means for its issue as seen last."""
    ours = snapshot(desk, work, item)
    theirs = link.remote.get("fields") or link.base_remote
    ways = ways_of(desk, work, item)
    result = _merged(ways, ours, theirs, link.base_local, link.base_remote)
    if MARKER in link.base_local and link.remote_id:
        bearing = sealed(desk.secret, link.marker, link.remote_id)
        if link.base_local[MARKER] != bearing:
            result.push[MARKER] = bearing
    return result


def _merged(
    ways: Mapping[str, Direction],
    ours: Mapping[str, str | None],
    theirs: Mapping[str, str | None],
    base_local: Mapping[str, str | None],
    base_remote: Mapping[str, str | None],
) -> Merge:
    """Return the merge in the directions that the item's fields move."""
    return merge(ours, ours, theirs, base_local, base_remote, kept_there=KEPT_THERE, ways=ways)


def _seen(link: Link, issue: RemoteIssue) -> Link:
    passing = in_passing(link, issue)
    return replace(
        link,
        remote_id=issue.id,
        remote_key=issue.key,
        url=issue.url,
        remote_updated=issue.updated,
        remote={
            "fields": dict(issue.fields),
            "raw": dict(issue.raw),
            "status": issue.raw.get("status"),
            **({"passing": passing} if passing else {}),
            **carried(link),
            "author": issue.author or link.remote.get("author"),  # not every reading tells it
        },
    )


def _pull(desk: Desk, work: Work, item: ActionItem, pull: dict[str, str | None]) -> ActionItem:
    """Return *item* with what the tracker says, stored with its history."""
    by = Author(Origin(desk.target.provider))
    changed = item
    for name, value in pull.items():
        changed = _taken(desk, work, changed, name, value)
    if changed == item:
        return item
    return work.items.save(changed, work.clock(), by)


def _taken(desk: Desk, work: Work, item: ActionItem, name: str, value: str | None) -> ActionItem:
    match name:
        case "title":
            return replace(item, title=value) if value and not is_stand_in(value) else item
        case "state":
            return _moved(desk, work, item, value)
        case "owner":
            return _owned(desk, item, value)
        case "due":
            due = date.fromisoformat(value) if value else None
            return replace(item, due=due, due0=item.due0 or due)
        case "priority" | "kind":
            return _meant(desk, item, name, value)
        case _:
            return item


def _meant(desk: Desk, item: ActionItem, name: str, value: str | None) -> ActionItem:
    """Return *item* with the priority or the kind that its issue shows."""
    meant = desk.tracker.mapping.meant(name, value, getattr(item, name))
    if name == "kind":
        return replace(item, kind=Kind(meant) if meant else None)
    return replace(item, priority=meant)


def _moved(desk: Desk, work: Work, item: ActionItem, state: str | None) -> ActionItem:
    status = desk.tracker.mapping.status_of(state, item.status)
    if status is item.status:
        return item
    given_up = status in {Status.WONT_DO, Status.DUPLICATE}
    reason = f"closed so in {desk.target.name}" if given_up else None
    return item.move(status, work.clock(), reason=reason)


def _owned(desk: Desk, item: ActionItem, accounts: str | None) -> ActionItem:
    """Return *item* with its owner there; somebody we do not know changes nothing."""
    if accounts is None:
        return replace(item, owner=None)
    known = [
        person
        for account in accounts.split(",")
        if (person := desk.people.behind(account, desk.target.provider))
    ]
    if not known or item.owner in known:
        return item
    return replace(item, owner=known[0])


def _normalised(link: Link, issue: RemoteIssue) -> dict[str, Any]:
    """Return what a new issue shows otherwise than sent without anybody's doing."""
    rebased = {"block": issue.fields.get("block")}
    if link.base_remote.get("priority") is None and issue.fields.get("priority") == USUAL_PRIORITY:
        rebased["priority"] = USUAL_PRIORITY
    return rebased


def _note(desk: Desk, issue: RemoteIssue, link: Link) -> str | None:
    """Return what a person should know: an assignee over there whom we do not know."""
    accounts = (issue.fields.get("owner") or "").split(",")
    strangers = [
        one for one in accounts if one and not desk.people.behind(one, desk.target.provider)
    ]
    if strangers:
        return f"assigned to {', '.join(strangers)} there, who is not in [people]"
    kept = link.note or ""
    return kept if kept.startswith(("left out", "was ")) else None
