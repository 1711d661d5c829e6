"""One mail to those who do not have it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.delivery import smtp
from sync.delivery.letters import letter, number_of
from sync.delivery.sending import Carried
from tracker.clock import now
from tracker.settings import installation_secret

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from sync.delivery.parcels import Mail
    from sync.delivery.sending import Cross
    from tracker.channels import SmtpChannel
    from tracker.domain.dispatches import Dispatch


def mailed(
    channel: SmtpChannel,
    mail: Mail,
    claim: Dispatch,
    folder: Path,
    recipients: Collection[str],
    cross: Cross,
) -> Carried:
    """Mail to those *recipients* who do not have it yet."""
    left = [one for one in recipients if one not in claim.reached]
    if not left:
        return Carried()
    number = number_of(claim, channel.sender, installation_secret(folder))
    message = letter(mail, channel.sender, list(recipients), number, now())
    found = smtp.send(channel, folder, left, message, cross)
    return Carried(found.recipients, found.waiting, found.refused)
