"""Delivers the weekly report: what is due through each channel, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.delivery import folder, git, slack
from sync.delivery.calling import REPORT, due_weeks, note_due
from sync.delivery.mailing import mailed
from sync.delivery.parcels import parcel_of
from sync.delivery.sending import Carried, send_all, settle
from tracker.channels import FolderChannel, GitChannel, SlackChannel, SmtpChannel
from tracker.clock import now
from tracker.counting.weeks import parse_week
from tracker.domain.dispatches import DispatchState
from tracker.domain.errors import BadInput, IllegalMove, NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from sync.delivery.parcels import Parcel
    from sync.delivery.sending import Carry, Cross
    from tracker.channels import Channel
    from tracker.domain.dispatches import Dispatch
    from tracker.settings import Settings
    from tracker.storage import Store


def deliver(
    store: Store, settings: Settings, *, only: Collection[str] = (), hurry: bool = False
) -> list[Dispatch]:
    """Send every report that is due, and return what became of each that was tried.

    With these is what died in the middle and is now found to be unsure. *only* names channels.
    With *hurry*, what failed and waits for its time is tried at once.
    """
    if not settings.channel:
        return []
    lost = [one for one in settle(store, REPORT) if not only or one.channel in only]
    weeks = due_weeks(settings, now())
    note_due(store, settings, weeks)
    return [*lost, *_deliver(store, settings, weeks, only, hurry=hurry)]


def waiting(store: Store, settings: Settings) -> list[Dispatch]:
    """Return what `deliver` would look at now, whatever became of it; stores nothing."""
    weeks = due_weeks(settings, now())
    with store.reading() as work:
        return work.dispatches.known(REPORT, weeks)


def again(store: Store, settings: Settings, channel: str, week: str) -> list[Dispatch]:
    """Send the report of a week through a channel whatever became of it before."""
    name = _checked(settings, channel, week)
    with store.work() as work:
        found = work.dispatches.find(REPORT, name, channel)
        if found is None:
            at = work.clock()
            work.dispatches.begin(channel, due_weeks(settings, now())[-1], at)
            work.dispatches.note(REPORT, name, channel, at)
        elif not work.dispatches.again(found):
            raise _busy(found)
        work.commit()
    _deliver(store, settings, [name], [channel])
    with store.work() as work:
        work.dispatches.give_up(REPORT, due_weeks(settings, now())[0])
        work.commit()
    with store.reading() as work:
        return [one for one in work.dispatches.known(REPORT, [name]) if one.channel == channel]


def arrived(store: Store, settings: Settings, channel: str, week: str) -> Dispatch:
    """Store that the report of a week arrived, or is not wanted any more."""
    name = _checked(settings, channel, week)
    with store.work() as work:
        found = work.dispatches.find(REPORT, name, channel)
        if found is None:
            raise NotFound(f"the report of {name} was never due for the channel {channel}")
        if not work.dispatches.mark_sent(found, work.clock()):
            raise _busy(found)
        work.commit()
    with store.reading() as work:
        return work.dispatches.find(REPORT, name, channel) or found


def _deliver(
    store: Store,
    settings: Settings,
    weeks: list[str],
    only: Collection[str],
    *,
    hurry: bool = False,
) -> list[Dispatch]:
    channels = {one.name: one for one in settings.channel if not only or one.name in only}
    if hurry:
        _hurry(store, weeks, channels)
    with store.reading() as work:
        ready = work.dispatches.ready(REPORT, weeks, work.clock())
    parcels: dict[str, Parcel] = {}

    def prepare(claim: Dispatch) -> Carry:
        if claim.occasion not in parcels:
            parcels[claim.occasion] = parcel_of(store, settings, claim.occasion, now())
        return _carry(channels[claim.channel], parcels[claim.occasion], claim, settings)

    return send_all(
        store,
        [one for one in ready if one.channel in channels],
        prepare,
        lambda name: channels[name].timeout_seconds,
    )


def _hurry(store: Store, weeks: list[str], channels: Collection[str]) -> None:
    with store.work() as work:
        for one in work.dispatches.known(REPORT, weeks):
            if one.state is DispatchState.FAILED and one.channel in channels:
                work.dispatches.again(one)
        work.commit()


def _carry(channel: Channel, parcel: Parcel, claim: Dispatch, settings: Settings) -> Carry:
    """Return what carries a parcel to its channel, when it is called with how to cross."""

    def carry(cross: Cross) -> Carried:
        match channel:
            case SmtpChannel():
                return mailed(channel, parcel.mail, claim, settings.folder, channel.to, cross)
            case SlackChannel():
                slack.send(channel, parcel, cross)
            case FolderChannel():
                folder.put(settings.folder / channel.path, parcel.files, _attempt(claim))
            case GitChannel():
                place = settings.folder / channel.path
                git.publish(channel, place, parcel.files, parcel.week, _attempt(claim))
        return Carried()

    return carry


def _attempt(claim: Dispatch) -> str:
    return f"{claim.id}-{claim.epoch}"


def _checked(settings: Settings, channel: str, week: str) -> str:
    if channel not in {one.name for one in settings.channel}:
        raise NotFound(f"there is no [[channel]] called {channel} in amends.toml")
    wanted = parse_week(week, settings.report.zone)
    if wanted.end > now():
        raise BadInput(f"week {wanted.name} is not over, so its report is not sent yet")
    return wanted.name


def _busy(found: Dispatch) -> IllegalMove:
    return IllegalMove(
        f"{found.occasion} is being sent through {found.channel} at this moment; try again later"
    )
