"""Moving a due date: who may do it how, by which words it is told in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.errors import BadInput
from tracker.domain.extensions import APPROVER, WHY, extends
from tracker.domain.history import Change, Origin
from tracker.domain.items import CLOSED, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from tracker.domain.history import Author
    from tracker.domain.items import ActionItem
    from tracker.people import People
    from tracker.policy import Policy
    from tracker.storage import Work


def said_of_move(item: ActionItem, values: Mapping[str, str]) -> dict[str, str]:
    """Return why a due date moves and who approved it, as far as an edit tells.

    Where an item is open and stays so, its plain reason and approver can be about nothing else.
    """
    told = {name: values[name] for name in (WHY, APPROVER) if values.get(name)}
    if "due" in values and "status" not in values and item.status not in CLOSED:
        for name, plain in ((WHY, "reason"), (APPROVER, "approver")):
            if values.get(plain):
                told.setdefault(name, values[plain])
    return told


def gets_more_time(item: ActionItem, due: date | None) -> bool:
    """Return whether *due* instead of its own date gives an item more time; a proposal has none."""
    moves = item.status is not Status.PROPOSED and due != item.due
    return moves and extends(item.due or item.due0, due)


def check_move(
    work: Work,
    item: ActionItem,
    after: ActionItem,
    told: Mapping[str, str],
    by: Author,
    people: People,
    policy: Policy | None,
) -> None:
    """Raise BadInput where a policy wants more to be said of a date that moves to a later day."""
    if policy is None or not gets_more_time(item, after.due):
        return
    if not told.get(WHY):
        raise BadInput(f"say why {item.key} gets more time; the reason stays in the history")
    if not policy.extension_approver:
        return
    approver = people.called(told.get(APPROVER))
    if approver is None:
        raise BadInput(f"name who approved that {item.key} gets more time; the policy wants it")
    if any(people.are_one(approver, name) for name in _names(work, by)):
        raise BadInput(f"somebody else than {approver} must approve that {item.key} gets more time")


def _names(work: Work, by: Author) -> Iterator[str]:
    """Yield the names of whoever changes something: that of an account, and of its person."""
    if by.who is None:
        return
    yield by.who
    if by.origin in {Origin.WEB, Origin.API} and (person := work.accounts.person_of(by.who)):
        yield person


def told_of_move(
    item: ActionItem, told: Mapping[str, str], by: Author, now: datetime
) -> Iterator[Change]:
    """Yield what the history keeps beside a due date that moved."""
    for name, text in told.items():
        yield Change(item.incident_id, item.id, name, None, text, now, by)
