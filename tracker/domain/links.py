"""Which issue mirrors which item, by which marker, and what both sides last agreed on."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MARKER_LENGTH = 26
SEAL_LENGTH = 13
FORMER = "former"  # in what is known of an issue: the one that the item had in a former place
LEFT_OUT = "left out, not accepted: "  # how a link's note begins; the names of fields follow
MARKER = "marker"  # in the base of an issue that was there before us: the one it bears


class LinkState(StrEnum):
    """How it stands between an item and its issue."""

    PENDING = "pending"
    LINKED = "linked"
    UNREACHABLE = "unreachable"
    GONE = "gone"
    DETACHED = "detached"


LIVING = frozenset({LinkState.LINKED, LinkState.UNREACHABLE})  # as far as anybody knows


class OperationState(StrEnum):
    """How far an intended write has come.

    ready → inflight (committed before the send) → done, or → unknown where nobody can say
    whether it arrived, or → failed where it was refused.
    """

    READY = "ready"
    INFLIGHT = "inflight"
    UNKNOWN = "unknown"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Link:
    """One item's issue in one target.

    *base_local* and *base_remote* hold, field by field, what we had and what the tracker
    showed when both last agreed; *remote* is the issue as seen last.
    """

    id: int
    item_id: int
    target_id: int
    generation: int
    marker: str
    state: LinkState
    remote_id: str | None = None
    remote_key: str | None = None
    url: str | None = None
    remote_updated: datetime | None = None
    remote: Mapping[str, Any] = field(default_factory=dict)
    base_local: Mapping[str, str | None] = field(default_factory=dict)
    base_remote: Mapping[str, str | None] = field(default_factory=dict)
    assumed: bool = False
    planned_version: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One intended write to a tracker."""

    id: int
    link_id: int
    kind: str
    state: OperationState
    attempts: int
    negatives: int
    not_before: datetime | None
    sent_cursor: datetime | None
    sent_at: datetime | None
    error: str | None


def marker_of(secret: str, incident: str, fingerprint: str, target: str, generation: int) -> str:
    """Return the token by which the issue of an item in a target is found again.

    It depends on what the item is and never on row numbers, so that a restored or rebuilt
    database finds its issues.
    """
    message = "\x1f".join((incident, fingerprint, target, str(generation)))
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:MARKER_LENGTH]


def sealed(secret: str, marker: str, remote_id: str) -> str:
    """Return *marker* as an issue bears it that somebody else made: good for that issue alone.

    So a copy of the marker, in whatever issue, is told from the one that was adopted.
    """
    message = f"{marker}\x1f{remote_id}"
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    return f"{marker}-{base64.b32encode(digest).decode().lower()[:SEAL_LENGTH]}"
