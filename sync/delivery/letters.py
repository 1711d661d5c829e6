"""A mail as bytes: its parts, and the headers by which machines know what it is."""

from __future__ import annotations

import hashlib
import hmac
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sync.delivery.parcels import Mail
    from tracker.domain.dispatches import Dispatch

POLICY = SMTP.clone(cte_type="7bit")  # no server needs to know 8BITMIME
LIST = "amends"


def letter(mail: Mail, sender: str, recipients: Sequence[str], number: str, at: datetime) -> bytes:
    """Return a whole message; *number* is its Message-ID."""
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    message["To"] = ", ".join(recipients)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(at)
    message["Message-ID"] = number
    message["List-Id"] = f"Amends <{LIST}.{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
        body = message.get_payload()[-1]  # type: ignore[index]  # a multipart's list
        for one in mail.images:
            body.add_related(  # type: ignore[union-attr]  # as above
                one.data,
                "image",
                "png",
                cid=f"<{one.cid}>",
                filename=one.name,
                disposition="inline",
            )
    return message.as_bytes()


def number_of(dispatch: Dispatch, sender: str, secret: str) -> str:
    """Return the Message-ID of a dispatch: the same for each attempt, so that a copy is known."""
    told = f"{dispatch.kind}|{dispatch.occasion}|{dispatch.channel}"
    sign = hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()[:24]
    return f"<{dispatch.kind}.{dispatch.occasion}.{sign}@{_domain(sender)}>"


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2]
