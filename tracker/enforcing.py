"""A policy is applied: days to items that were given none, once; expired decisions taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.domain.errors import Stale
from tracker.domain.history import Author, Origin
from tracker.domain.items import ACTIVE, ActionItem, Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tracker.domain.incidents import Facts
    from tracker.policy import Policy, Terms
    from tracker.storage import Work
    from tracker.storage.deadlines import Lacking

BY = Author(Origin.POLICY)
AT_ONCE = 500
GIVEN = "policy_due"  # in what a document said: a day that it may still put another in place of


@dataclass(frozen=True, slots=True)
class Enforced:
    """How many items were given a day, and how many came back."""

    dated: int = 0
    returned: int = 0

    @property
    def line(self) -> str:
        """Say it in a line for the log."""
        parts = (
            (self.dated, "given a day by policy"),
            (self.returned, "open again, as the decision stood until a day"),
        )
        told = [f"{count} item{'s' * (count != 1)} {what}" for count, what in parts if count]
        return "; ".join(told)

    def __bool__(self) -> bool:
        """Return whether anything was changed."""
        return bool(self.dated or self.returned)


def promised(item: ActionItem, facts: Facts, terms: Terms) -> ActionItem:
    """Return an open item with the days that the policy gives it, where it never had any.

    *due0* tells whether it ever had one, also when that was taken away again.
    """
    if item.status not in ACTIVE:
        return item
    changed = item
    if item.due is None and item.due0 is None:
        due = terms.due(item, facts)
        changed = replace(changed, due=due, due0=due)
    if item.assign_by is None:
        changed = replace(changed, assign_by=terms.assign_by(item, facts))
    return changed


def hold_to(work: Work, items: Iterable[int], terms: Terms | None, now: datetime) -> int:
    """Give these items their days and return how many got any; the caller commits."""
    if terms is None:
        return 0
    held = work.hold(items)
    facts = work.incidents.facts_of({item.incident_id for item in held})
    count = 0
    for item in held:
        after = promised(item, facts[item.incident_id], terms)
        if after != item:
            said = {GIVEN: str(after.due)} if after.due != item.due else {}
            held.save(after, now, BY, **said)
            count += 1
    return count


def enforce(work: Work, terms: Terms | None, today: date, now: datetime) -> Enforced:
    """Do for all items what the policy asks for at this moment; the caller commits.

    At most 500 get their days at once, so that nobody waits for long; call it until it did
    nothing. Done again, by whomever, it changes nothing. An item that somebody else edits at
    this moment is left for the next time.
    """
    dated = 0
    if terms is not None:
        policy = terms.policy
        lacking = work.deadlines.lacking(assigning=policy.assigns)
        owed = [one.item for one in lacking if _owes(one, policy)]
        dated = hold_to(work, owed[:AT_ONCE], terms, now)
    expired = work.deadlines.expired(today)
    return Enforced(dated, sum(_returned(work, number, today, now) for number in expired))


def _owes(one: Lacking, policy: Policy) -> bool:
    """Return whether the policy has a day for what an item lacks."""
    rule = policy.rule_for(one.severity, one.priority)
    assigned = policy.days_to_assign(rule)
    return (one.undated and rule is not None) or (one.unassigned and assigned is not None)


def _returned(work: Work, number: int, today: date, now: datetime) -> bool:
    """Let a won't-do whose time is over be open again, with its own clocks."""
    item = work.items.get(number)
    over = item.review_by is not None and item.review_by < today
    if item.status is not Status.WONT_DO or not over:
        return False
    try:
        with work.attempt():
            work.items.save(item.move(Status.OPEN, now), now, BY)
    except Stale:
        return False
    return True
