"""People edit items and settle conflicts; every change is written with who made it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput, IllegalMove, Stale
from tracker.domain.items import CLOSED, ActionItem, Kind, Status
from tracker.enforcing import hold_to
from tracker.extending import check_move, said_of_move, told_of_move
from tracker.storage.conflicts import other_side
from tracker.vouching import shown, status_shown, told_of_failure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.domain.history import Author
    from tracker.people import People
    from tracker.policy import Terms
    from tracker.storage import Work
    from tracker.storage.conflicts import Conflict

LARGEST_NUMBER = 2**31 - 1
LONGEST = {
    "title": 2000,
    "owner": 200,
    "priority": 60,
    "reason": 4000,
    "approver": 200,
    "due_reason": 2000,
    "due_approver": 200,
    "criterion": 2000,
    "evidence": 2000,
    "failed": 2000,
}
PARAGRAPHS = frozenset({"reason", "criterion", "evidence", "failed"})


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wants: only the fields in *values* change; an empty text removes one.

    *version* is the item's version that the person saw; None where nobody else is minded.
    With *reasoned*, a due date that there was is moved only with a "due_reason". *terms* are
    the policy's, if there is one: what is accepted gets its days, and more time needs a reason.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    reasoned: bool = False
    terms: Terms | None = None


def edit(
    work: Work, item_id: int, wanted: Edit, by: Author, people: People, now: datetime
) -> ActionItem:
    """Store what a person wants of an item and return it; the caller commits.

    Raises BadInput for a value that cannot be, IllegalMove for a status that cannot follow,
    Stale where the item was changed since the person saw it.
    """
    item = work.items.get(item_id)
    if wanted.version is not None and wanted.version != item.version:
        raise Stale(f"{item.key} was changed by somebody else meanwhile")
    values = {name: _checked(name, value) for name, value in wanted.values.items()}
    changed = _fields(item, values, people)
    moved = item.due is not None and changed.due != item.due
    told = said_of_move(item, values) if changed.due != item.due else {}
    if wanted.reasoned and moved and not told.get("due_reason"):
        raise BadInput(f"say why the due date of {item.key} moves; it stays in the history")
    policy = wanted.terms.policy if wanted.terms else None
    check_move(work, item, changed, told, by, people, policy)
    status = status_shown(item, values)
    if status is not None:
        changed = _moved(work, changed, {**values, "status": status}, by, now)
    else:
        changed = _explained(changed, values, told)
    changed = _reviewed(shown(changed, values), values, now)
    saved = work.items.save(changed, now, by)
    work.history.add(told_of_move(item, told, by, now))
    work.history.add(told_of_failure(item, values, by, now))
    return work.items.get(item_id) if hold_to(work, [item_id], wanted.terms, now) else saved


def checked(values: Mapping[str, str]) -> dict[str, str]:
    """Return what a person wants of an item that is not stored yet, or raise BadInput."""
    found = {name: _checked(name, value) for name, value in values.items()}
    if found.get("title") == "":
        raise BadInput("an item needs a title")
    _kind(found.get("kind", ""))
    _day(found.get("due", ""))
    if found.get("status"):
        _status(found["status"])
    return found


def undo(work: Work, conflict_id: int, by: Author, people: People, now: datetime) -> ActionItem:
    """Choose the other value of a conflict; the caller commits.

    Raises IllegalMove where it was undone before.
    """
    conflict = work.conflicts.get(conflict_id)
    if conflict.undone_at:
        raise IllegalMove(
            f"conflict {conflict.id} was undone before; choose ours or theirs to change that"
        )
    return choose(work, conflict_id, other_side(conflict.kept), by, people, now)


def choose(
    work: Work, conflict_id: int, side: str, by: Author, people: People, now: datetime
) -> ActionItem:
    """Let the value of one *side* stand, whatever was chosen or edited since; the caller commits.

    Raises IllegalMove where the value is the issue's own text.
    """
    conflict = work.conflicts.get(conflict_id)
    item = work.items.get(conflict.item_id)
    if conflict.field == "block":
        if side != conflict.kept:
            raise IllegalMove(
                f"conflict {conflict.id} is about the issue's own text; "
                "put the words back there, outside the managed block"
            )
        work.conflicts.choose(conflict.id, side, now)
        return item
    value = _one_of(conflict.field, conflict.value(side), conflict.value(other_side(side)))
    if conflict.field == "state":
        saved = work.items.save(_in_state(item, value, by, now), now, by)
    else:
        saved = edit(work, item.id, Edit({conflict.field: value or ""}), by, people, now)
    if side == "ours":
        _send_again(work, conflict)
    work.conflicts.choose(conflict.id, side, now)
    return saved


def resolve(work: Work, conflict_id: int, now: datetime) -> None:
    """Store that a person agrees with what stands; the caller commits."""
    work.conflicts.get(conflict_id)
    work.conflicts.mark(conflict_id, resolved=now)


def _in_state(item: ActionItem, value: str | None, by: Author, now: datetime) -> ActionItem:
    """Return *item* where a tracker's state says it is; verified is a done that we know more of."""
    status = Status(value or Status.OPEN)
    if status is item.status or (status is Status.DONE and item.status is Status.VERIFIED):
        return item
    given_up = status in {Status.WONT_DO, Status.DUPLICATE}
    return item.move(
        status,
        now,
        reason="chosen when a conflict was settled" if given_up else None,
        approver=by.who or by.origin.value,
    )


def _send_again(work: Work, conflict: Conflict) -> None:
    """Let the next sync write our value, though both sides may have agreed to differ."""
    for link in work.links.of_item(conflict.item_id):
        if link.target_id == conflict.target_id:
            theirs = (link.remote.get("fields") or link.base_remote).get(conflict.field)
            said = {**link.base_local, conflict.field: theirs}
            work.links.save(replace(link, base_local=said, planned_version=0))


def _one_of(name: str, value: str | None, kept: str | None) -> str | None:
    """Return the value to choose: an issue may show several people, priorities or kinds."""
    if value is None or name not in {"owner", "priority", "kind"}:
        return value
    return next((one for one in value.split(",") if one != kept), value)


def _checked(name: str, value: str) -> str:
    text = " ".join(value.split()) if name not in PARAGRAPHS else value.strip()
    longest = LONGEST.get(name, 200)
    if "\x00" in text or not _is_storable(text):
        raise BadInput(f"{name} holds characters that cannot be stored")
    if len(text) > longest:
        raise BadInput(f"{name} is longer than {longest} characters")
    return text


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fields(item: ActionItem, values: Mapping[str, str], people: People) -> ActionItem:
    changed = item
    if "title" in values:
        if not values["title"]:
            raise BadInput(f"{item.key} needs a title")
        changed = replace(changed, title=values["title"])
    if "owner" in values:
        changed = replace(changed, owner=people.called(values["owner"]))
    if "priority" in values:
        changed = replace(changed, priority=values["priority"] or None)
    if "kind" in values:
        changed = replace(changed, kind=_kind(values["kind"]))
    if "due" in values:
        due = _day(values["due"])
        changed = replace(changed, due=due, due0=changed.due0 or due)
    if "criterion" in values:
        changed = replace(changed, criterion=values["criterion"] or None)
    if "verify_by" in values:
        changed = replace(changed, verify_by=_day(values["verify_by"]))
    return changed


def _explained(item: ActionItem, values: Mapping[str, str], told: Mapping[str, str]) -> ActionItem:
    """Return an item whose status stays, with what is said of it; none of it goes unheard."""
    if values.get("duplicate_of"):
        raise BadInput("the original of a duplicate goes with the status duplicate")
    reason, approver = values.get("reason"), values.get("approver")
    if reason and reason != told.get("due_reason"):
        if item.status not in CLOSED:
            raise BadInput(f"{item.key} is {item.status}; a reason goes with a status that ends it")
        item = replace(item, reason=reason)
    if approver and approver != told.get("due_approver"):
        if item.status is not Status.WONT_DO:
            raise BadInput("an approver goes with the status wont_do, or with a later due date")
        item = replace(item, approver=approver)
    return item


def _reviewed(item: ActionItem, values: Mapping[str, str], now: datetime) -> ActionItem:
    """Return an item that is given up until a day, if an edit names one."""
    if "review_by" not in values:
        return item
    day = _day(values["review_by"])
    if day is not None and item.status is not Status.WONT_DO:
        raise BadInput("a review-by date goes with the status wont_do")
    if day is not None and day != item.review_by and day < now.date():
        raise BadInput(f"the review-by date {day} has passed; name a later one")
    return replace(item, review_by=day) if item.status is Status.WONT_DO else item


def _moved(
    work: Work, item: ActionItem, values: Mapping[str, str], by: Author, now: datetime
) -> ActionItem:
    status = _status(values["status"])
    reason = values.get("reason") or None
    approver = values.get("approver") or by.who or by.origin.value
    original = _original(work, values.get("duplicate_of"))
    if reason and status not in CLOSED:
        raise BadInput(f"a reason goes with a status that ends {item.key}, and not with {status}")
    if status is Status.DUPLICATE and original is None and item.duplicate_of is None:
        raise IllegalMove(f"{item.key} needs the item that it repeats")
    if status is Status.WONT_DO and not reason and item.status is not Status.WONT_DO:
        raise IllegalMove(f"{item.key} is given up only with a reason")
    moved = item.move(status, now, reason=reason, approver=approver, duplicate_of=original)
    return replace(moved, reason=reason) if reason and status in CLOSED else moved


def _status(text: str) -> Status:
    try:
        return Status(text.strip().lower().replace("-", "_").replace("'", ""))
    except ValueError as error:
        known = ", ".join(one.value for one in Status)
        raise BadInput(f"there is no status {text!r}; choose one of {known}") from error


def _kind(text: str) -> Kind | None:
    if not text:
        return None
    try:
        return Kind(text.strip().lower())
    except ValueError as error:
        known = ", ".join(one.value for one in Kind)
        raise BadInput(f"there is no kind {text!r}; choose one of {known}") from error


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is no date; write one such as 2026-12-31") from error


def _original(work: Work, text: str | None) -> int | None:
    if not text:
        return None
    original = work.items.get(item_number(text))
    if original.status is Status.DUPLICATE:
        raise IllegalMove(f"{original.key} is a duplicate itself; name the original")
    return original.id


def item_number(text: str) -> int:
    """Return the number in a name such as A-17, or raise BadInput."""
    number = _number(text, "A-")
    if number is None:
        raise BadInput(f"{text!r} is no item; items are called A-1, A-2 and so on")
    return number


def incident_number(text: str) -> int:
    """Return the number in a name such as I-3, or raise BadInput."""
    number = _number(text, "I-")
    if number is None:
        raise BadInput(f"{text!r} is no incident; incidents are called I-1, I-2 and so on")
    return number


def _number(text: str, letter: str) -> int | None:
    digits = text.strip().upper().removeprefix(letter)
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(LARGEST_NUMBER)):
        return None
    return int(digits) if int(digits) <= LARGEST_NUMBER else None
