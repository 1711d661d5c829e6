"""What was sent and not confirmed: where it shows at last, it is our own word and nobody's edit.

A process may die between the effect and the answer. Who puts a field back meanwhile has it as
both sides knew it before; without this note, what arrives then would look like a newer edit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sync.ports import RemoteIssue
    from tracker.domain.links import Link

SENT, UNTIL = "sent", "sent_until"
Values = dict[str, "str | None"]


def sending(link: Link, patch: Mapping[str, str | None], until: datetime) -> Link:
    """Return the link with what is about to be sent, which may take effect *until* then."""
    sent = {**_sent(link), **patch}
    return replace(link, remote={**link.remote, SENT: sent, UNTIL: until.isoformat()})


def confirmed(link: Link, names: Iterable[str]) -> Link:
    """Return the link without what the tracker has answered to, taken or refused."""
    done = set(names)
    return _with(link, {name: value for name, value in _sent(link).items() if name not in done})


def arrived(link: Link, issue: RemoteIssue) -> Values:
    """Return what an issue shows because we sent it."""
    return {name: value for name, value in _sent(link).items() if issue.fields.get(name) == value}


def in_passing(link: Link, issue: RemoteIssue) -> Values:
    """Return what an issue shows only because the second of two writes of ours is missing."""
    passing = link.remote.get("passing") or {}
    return {name: value for name, value in passing.items() if issue.fields.get(name) == value}


def looked_at(link: Link, issue: RemoteIssue, now: datetime) -> Link:
    """Return the link with what may still arrive after an issue was read."""
    there = arrived(link, issue)
    told = link.remote.get(UNTIL)
    if not told or now >= datetime.fromisoformat(told):
        return _with(link, {})
    return confirmed(link, there)


def carried(link: Link) -> dict[str, object]:
    """Return the note as the link holds it, for whoever writes the rest anew."""
    return {name: link.remote[name] for name in (SENT, UNTIL) if name in link.remote}


def _sent(link: Link) -> Values:
    return dict(link.remote.get(SENT) or {})


def _with(link: Link, sent: Values) -> Link:
    rest = {name: value for name, value in link.remote.items() if name not in {SENT, UNTIL}}
    note = {SENT: sent, UNTIL: link.remote[UNTIL]} if sent else {}
    return replace(link, remote={**rest, **note})
