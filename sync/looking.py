"""Single looks at issues: what webhooks named, what is hidden, what a list lacks."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.errors import Gone, Missing, Refused
from tracker.storage.deliveries import PUSH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from sync.desk import Desk
    from sync.ports import RemoteIssue
    from tracker.domain.links import Link
    from tracker.storage.deliveries import Delivery

MOST_LOOKS = 50


@dataclass(slots=True)
class Looked:
    """What single looks found, by the number that was looked for."""

    issues: dict[str, RemoteIssue] = field(default_factory=dict)
    lost: dict[str, Missing] = field(default_factory=dict)
    moved: dict[str, RemoteIssue] = field(default_factory=dict)

    @property
    def numbers(self) -> set[str]:
        """Return the numbers that were looked for."""
        return {*self.issues, *self.lost, *self.moved}

    def at(self, desk: Desk, number: str, raw: Mapping[str, Any]) -> None:
        """Look at one issue, unless it was."""
        if number in self.numbers:
            return
        try:
            issue = desk.tracker.look(raw)
        except Missing as missing:
            self.lost[number] = missing
        else:
            (self.issues if number in {issue.id, ""} else self.moved)[number or issue.id] = issue


def look_at(desk: Desk, links: Sequence[Link], looked: Looked) -> None:
    """Look at the issues of *links* one by one."""
    for link in links:
        looked.at(desk, str(link.remote_id), link.remote["raw"])


def look_at_deliveries(
    desk: Desk,
    waiting: list[Delivery],
    links: Mapping[str | None, Link],
    looked: Looked,
) -> tuple[int, ...]:
    """Look at each issue that a webhook named: its list may lag, the issue itself does not."""
    handled: list[int] = []
    for delivery in waiting:
        if delivery.event == PUSH and desk.settings.repositories:
            continue  # the next ingest looks after it
        raw = desk.tracker.looked_up(delivery.event, _payload(delivery))
        number = str(raw.get("id", "")) if raw else ""
        if raw and (number in links or not raw.get("foreign")):
            if len(looked.numbers) >= MOST_LOOKS and number not in looked.numbers:
                break
            with suppress(Refused):  # a number that the tracker will not hear of
                looked.at(desk, number, raw)
            missing = looked.lost.get(number)
            if missing and raw.get("deleted"):
                looked.lost[number] = Gone(str(missing))
        handled.append(delivery.id)
    return tuple(handled)


def _payload(delivery: Delivery) -> Mapping[str, Any]:
    try:
        payload = json.loads(delivery.body)
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}
