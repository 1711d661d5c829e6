"""How items are said in Jira, and how its issues are read; pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sync.labels import Labels, chosen
from sync.ports import Fields, RemoteIssue
from sync.providers.jira.body import block_in
from sync.providers.jira.markup import Wiki
from sync.wording import level, one_line
from tracker.domain.items import ActionItem, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sync.kinds import KindTypes
    from sync.providers.jira.editions import Edition

LONGEST_TITLE = 255
PRIORITIES = {"P0": "Highest", "P1": "High", "P2": "Medium", "P3": "Low", "P4": "Lowest"}
CATEGORIES = {"new": "open", "indeterminate": "in_progress", "done": "done"}
CATEGORY_OF = {"open": "new", "in_progress": "indeterminate"}
PROPERTY = "amends"
STATES = {
    Status.PROPOSED: "open",
    Status.OPEN: "open",
    Status.IN_PROGRESS: "in_progress",
    Status.DONE: "done",
    Status.VERIFIED: "done",
    Status.WONT_DO: "wont_do",
    Status.DUPLICATE: "duplicate",
}
GIVEN_UP = ("won't do", "wont do", "won't fix", "wont fix", "declined", "rejected", "cancelled")


class JiraMapping:
    """Jira knows status categories, resolutions, priorities, due dates and one assignee.

    With *types*, a kind is an issue type, and else a label.
    """

    name = "jira"
    markup = Wiki()

    def __init__(
        self,
        priorities: Mapping[str, str] | None = None,
        prefix: str = "",
        types: KindTypes | None = None,
    ) -> None:
        self.priorities = {**PRIORITIES, **(priorities or {})}
        self._levels: dict[str, str] = {}
        for step, name in self.priorities.items():
            self._levels.setdefault(name.casefold(), step)
        self.types = types
        self.labels = Labels.of(prefix, "-", () if types else ("kind",))

    def fields_of(self, item: ActionItem, block: str, account: str | None) -> Fields:
        """Return what the item's issue should show."""
        kind = item.kind.value if item.kind else None
        return {
            "title": one_line(item.title, LONGEST_TITLE),
            "state": STATES[item.status],
            "block": block,
            "priority": self._shown(item.priority),
            "due": item.due.isoformat() if item.due else None,
            "kind": self.types.said(kind) if self.types else kind,
            "owner": account,
        }

    def kind_in(self, labels: Sequence[str], issue_type: str | None) -> str | None:
        """Return the kind that an issue shows."""
        return self.types.read(issue_type) if self.types else self.labels.told("kind", labels)

    def meant(self, name: str, value: str | None, now: str | None) -> str | None:
        """Return the priority or the kind that an issue's *value* means for an item of *now*."""
        if name == "kind" and self.types:
            return self.types.meant(value, now)
        shown = self._shown(now) if name == "priority" else now
        news = chosen(value, shown)
        return now if news == shown else news

    def status_of(self, state: str | None, now: Status) -> Status:
        """Return the status that a remote *state* means for an item that stands at *now*."""
        if state == "done" and now is Status.VERIFIED:
            return now
        return Status(state or "open")

    def level_of(self, name: str | None) -> str | None:
        """Return which of P0 to P4 a priority of this Jira is."""
        return self._levels.get((name or "").casefold()) or level(name)

    def _shown(self, priority: str | None) -> str | None:
        """Return the step of a priority; of several steps with one name here, the first."""
        step = level(priority)
        return self.level_of(self.priorities[step]) if step else None


def read(
    payload: Mapping[str, Any], base_url: str, edition: Edition, m: JiraMapping
) -> RemoteIssue:
    """Return the issue that Jira's *payload* describes."""
    told = payload.get("fields") or {}
    status = told.get("status") or {}
    resolution = told.get("resolution") or {}
    assignee = told.get("assignee") or {}
    creator = told.get("creator") or {}
    kind = told.get("issuetype") or {}
    key = str(payload["key"])
    labels = [str(one) for one in told.get("labels") or []]
    marker, seal = edition.marker_in(payload)
    return RemoteIssue(
        id=str(payload["id"]),
        key=key,
        url=f"{base_url}/browse/{key}",
        updated=moment(told.get("updated")),
        author=edition.account_of(creator),
        marker=marker,
        seal=seal,
        fields={
            "title": one_line(str(told.get("summary") or ""), LONGEST_TITLE),
            "state": state_of(status, resolution),
            "block": block_in(told.get("description")),
            "priority": m.level_of((told.get("priority") or {}).get("name")),
            "due": told.get("duedate") or None,
            "kind": m.kind_in(labels, kind.get("name")),
            "owner": edition.account_of(assignee),
        },
        raw={
            "id": str(payload["id"]),
            "body": str(told.get("description") or ""),
            "labels": labels,
            "status": str(status.get("name") or ""),
            "status_id": str(status.get("id") or ""),
            "type_id": str(kind.get("id") or ""),
        },
    )


def state_of(status: Mapping[str, Any], resolution: Mapping[str, Any]) -> str:
    """Return the state by the status's category; the resolution tells how it was closed."""
    category = (status.get("statusCategory") or {}).get("key")
    state = CATEGORIES.get(str(category), "open")
    if state != "done":
        return state
    name = str(resolution.get("name") or "").casefold().replace("\u2019", "'")
    if "duplicate" in name:
        return "duplicate"
    return "wont_do" if name in GIVEN_UP else "done"


def moment(text: object) -> datetime:
    """Return the moment in Jira's notation, such as 2024-03-09T14:00:00.000+0000."""
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)  # not told: older than anything known
