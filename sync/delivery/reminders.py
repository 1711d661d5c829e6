"""Reminds people by mail: one digest a person and day at most, by the same rows as reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.delivery.mailing import mailed
from sync.delivery.outlook import day_to_remind
from sync.delivery.parcels import Mail
from sync.delivery.sending import Carried, send_all, settle
from tracker.channels import SmtpChannel
from tracker.clock import now
from tracker.domain.dispatches import DispatchKind
from tracker.domain.reminders import Need, Rung
from tracker.reminding import AddressBook, digests_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sync.delivery.sending import Carry
    from tracker.domain.dispatches import Dispatch
    from tracker.domain.reminders import Line
    from tracker.settings import Settings
    from tracker.storage import Store

REMINDER = DispatchKind.REMINDER
EVERYBODY = "*"  # the row that says that a day's digests were counted
LISTED = 40
HEADINGS = {
    Need.OVERDUE: "Overdue",
    Need.DUE_SOON: "Due soon",
    Need.UNOWNED: "Without an owner",
    Need.UNVERIFIED: "Done, and waiting to be verified",
}


def remind(store: Store, settings: Settings) -> list[Dispatch]:
    """Send today's digests, each person's once, and return what became of those that were tried.

    With these is what died in the middle and is now found to be unsure.
    """
    channel = next((c for c in settings.channel if c.name == settings.reminders.channel), None)
    if not isinstance(channel, SmtpChannel):
        return []
    lost = settle(store, REMINDER)
    today = day_to_remind(settings, now())
    return [*lost, *(_remind(store, settings, channel, today) if today else ())]


def _remind(store: Store, settings: Settings, channel: SmtpChannel, today: date) -> list[Dispatch]:
    day = today.isoformat()
    if is_counted(store, day) and not _ready(store, day):
        return []
    with store.reading() as work:
        digests = digests_of(work, settings, today)
    _note(store, day, digests)
    book = AddressBook(settings)

    def prepare(claim: Dispatch) -> Carry:
        lines = digests.get(claim.channel)
        if not lines:
            return lambda _: Carried()  # all of it was settled meanwhile
        mail, to = mail_of(lines, settings), [book.address(claim.channel)]
        return lambda cross: mailed(channel, mail, claim, settings.folder, to, cross)

    seconds = channel.timeout_seconds
    return send_all(store, _ready(store, day), prepare, lambda _: seconds, one_way=True)


def is_counted(store: Store, day: str) -> bool:
    """Return whether it is settled who gets a digest of a day."""
    with store.reading() as work:
        return work.dispatches.find(REMINDER, day, EVERYBODY) is not None


def _note(store: Store, day: str, names: Iterable[str]) -> None:
    """Store whose digest is due on a day, once: who has none then is left alone until the next."""
    if is_counted(store, day):
        return
    with store.work() as work:
        at = work.clock()
        for name in names:
            work.dispatches.note(REMINDER, day, name, at)
        work.dispatches.note(REMINDER, day, EVERYBODY, at, done=True)
        work.commit()


def _ready(store: Store, day: str) -> list[Dispatch]:
    with store.reading() as work:
        return work.dispatches.ready(REMINDER, [day], work.clock())


def mail_of(lines: Iterable[Line], settings: Settings) -> Mail:
    """Return one person's digest."""
    by_need: dict[Need, list[Line]] = {}
    for line in lines:
        by_need.setdefault(line.need, []).append(line)
    counted = ", ".join(f"{len(found)} {need}" for need, found in by_need.items())
    parts = [
        "\n".join([f"{HEADINGS[need]}\n", *_listed(found, settings)])
        for need, found in by_need.items()
    ]
    parts.append(
        "To be reminded of one later: amends remind --snooze A-1 --until 2030-01-31 --reason WHY"
    )
    return Mail(f"Promises that need you: {counted}", "\n\n".join(parts) + "\n")


def _listed(lines: list[Line], settings: Settings) -> list[str]:
    """Return the most urgent promises; a mail of hundreds is read by nobody."""
    more = len(lines) - LISTED
    listed = [_told(line, settings) for line in lines[:LISTED]]
    return [*listed, f"- and {more} more"] if more > 0 else listed


def _told(line: Line, settings: Settings) -> str:
    """Return one promise in a digest, in a line and its address."""
    promise = line.promise
    whose = {Rung.OWNER: "yours", Rung.TEAM: "your team's", Rung.MANAGER: "of your people"}
    said = [f"- {promise.key} {' '.join(promise.title.split())}", when(line)]
    if line.rung is not Rung.OWNER:
        said.append(f"{promise.owner or 'nobody'}, {whose.get(line.rung, line.rung.value)}")
    said += [line.note] if line.note else []
    base = settings.dashboard.url
    address = f"\n  {base.rstrip('/')}/items/{promise.key}" if base else ""
    return " · ".join([*said, f"I-{promise.incident_id}"]) + address


def when(line: Line) -> str:
    """Return since or until when a promise needs somebody."""
    if line.need is Need.UNVERIFIED:
        return f"done {_days(line.days)} ago"
    if line.promise.due is None:
        return "no due date"
    if line.days > 0:
        return f"due {line.promise.due}, {_days(line.days)} late"
    return f"due {line.promise.due}, {'today' if not line.days else 'in ' + _days(-line.days)}"


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"


def planned(digests: Mapping[str, tuple[Line, ...]]) -> list[dict[str, object]]:
    """Return who would be told what and why, as JSON tells it."""
    return [
        {
            "person": person,
            "item": line.promise.key,
            "title": line.promise.title,
            "need": line.need.value,
            "when": when(line),
            "as": line.rung.value,
            "note": line.note,
        }
        for person, lines in digests.items()
        for line in lines
    ]
