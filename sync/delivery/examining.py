"""What `amends doctor` finds out about a channel; nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.delivery import folder, git, slack, smtp
from sync.delivery.errors import DeliveryError
from sync.examining import Check
from sync.transport import Deadline, within
from tracker.channels import FolderChannel, GitChannel, SlackChannel, SmtpChannel
from tracker.domain.errors import AmendsError

if TYPE_CHECKING:
    from tracker.channels import Channel
    from tracker.settings import Settings
    from tracker.storage import Store


def examined(channel: Channel, settings: Settings) -> Check:
    """Return whether a channel could be delivered to, as far as that can be seen."""
    name = f"channel {channel.name}"
    try:
        detail = within(channel.timeout_seconds, lambda: _seen(channel, settings))
    except (DeliveryError, AmendsError) as error:
        return Check.of(name, str(error))
    except Deadline:
        detail = f"does not answer within {channel.timeout_seconds:g} s"
        return Check(name, ok=False, detail=detail)
    return Check(name, ok=True, detail=detail)


def undelivered(store: Store) -> Check:
    """Return what did not arrive in the last weeks, or may not have."""
    with store.reading() as work:
        found = work.dispatches.undelivered(work.clock())
    detail = " | ".join(one.sentence for one in found) or "nothing waits"
    return Check("deliveries", ok=not found, detail=detail)


def _seen(channel: Channel, settings: Settings) -> str:
    match channel:
        case SmtpChannel():
            return smtp.greet(channel, settings.folder)
        case SlackChannel():
            slack.address(channel)
            return f"{channel.url_env} holds an address; whether it takes messages shows on sending"
        case FolderChannel():
            place = settings.folder / channel.path
            folder.writable(place)
            return f"{place} can be written to"
        case GitChannel():
            place = settings.folder / channel.path
            git.examine(channel, place)
            folder.writable(place / channel.folder)
            return f"{place} is a working copy"
