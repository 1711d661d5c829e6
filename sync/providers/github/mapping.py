"""How items are said on GitHub, and how its issues are read; pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from sync.labels import Labels, chosen
from sync.ports import Fields, RemoteIssue
from sync.providers.github.body import marker_in, split
from sync.providers.github.markup import Markdown
from sync.wording import level, one_line
from tracker.domain.items import ACTIVE, ActionItem, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sync.kinds import KindTypes

LONGEST_TITLE = 256
REASONS = {"wont_do": "not_planned", "duplicate": "duplicate"}
STATES = {"not_planned": "wont_do", "duplicate": "duplicate"}
STATUS = {"done": Status.DONE, "wont_do": Status.WONT_DO, "duplicate": Status.DUPLICATE}
CLOSED = {Status.VERIFIED: "done", Status.DONE: "done"} | {
    Status.WONT_DO: "wont_do",
    Status.DUPLICATE: "duplicate",
}


class _Named(BaseModel):
    name: str = ""


class _Account(BaseModel):
    id: int
    login: str


class Issue(BaseModel):
    """https://docs.github.com/en/rest/issues/issues, as far as we read it."""

    id: int
    node_id: str = ""
    number: int
    title: str = ""
    body: str | None = None
    state: str
    state_reason: str | None = None
    html_url: str = ""
    updated_at: datetime
    user: _Account | None = None
    assignees: list[_Account] = Field(default_factory=list)
    labels: list[_Named | str] = Field(default_factory=list)
    type: _Named | None = None
    pull_request: dict[str, Any] | None = None

    @property
    def label_names(self) -> list[str]:
        """Return the names of the labels."""
        return [one if isinstance(one, str) else one.name for one in self.labels]


class GitHubMapping:
    """GitHub knows open and closed, a reason, labels and assignees; a due date stands in text.

    With *types*, a kind is an issue type, and else a label.
    """

    name = "github"
    markup = Markdown()

    def __init__(self, prefix: str = "", types: KindTypes | None = None) -> None:
        self.types = types
        fields = ("priority",) if types else ("priority", "kind")
        self.labels = Labels.of(prefix, ": ", fields)

    def fields_of(self, item: ActionItem, block: str, account: str | None) -> Fields:
        """Return what the item's issue should show."""
        kind = item.kind.value if item.kind else None
        return {
            "title": one_line(item.title, LONGEST_TITLE),
            "state": CLOSED.get(item.status, "open"),
            "block": block,
            "priority": level(item.priority),
            "kind": self.types.said(kind) if self.types else kind,
            "owner": account.casefold() if account else None,
        }

    def kind_in(self, issue: Issue) -> str | None:
        """Return the kind that an issue shows."""
        if self.types:
            return self.types.read(issue.type.name if issue.type else None)
        return self.labels.told("kind", issue.label_names)

    def meant(self, name: str, value: str | None, now: str | None) -> str | None:
        """Return the priority or the kind that an issue's *value* means for an item of *now*."""
        if name == "kind" and self.types:
            return self.types.meant(value, now)
        shown = level(now) if name == "priority" else now
        news = chosen(value, shown)
        return now if news == shown else news

    def status_of(self, state: str | None, now: Status) -> Status:
        """Return the status that a remote *state* means for an item that stands at *now*."""
        if state == "open":
            return now if now in ACTIVE else Status.OPEN
        if state == "done" and now is Status.VERIFIED:
            return now
        return STATUS.get(state or "", Status.DONE)


def read(payload: Mapping[str, Any], path: str, repository: str, m: GitHubMapping) -> RemoteIssue:
    """Return the issue that GitHub's *payload* describes; *path* is where it is asked for."""
    issue = Issue.model_validate(payload)
    labels = issue.label_names
    owners = sorted(one.login.casefold() for one in issue.assignees)
    marker, seal = marker_in(issue.body)
    state = "open" if issue.state == "open" else STATES.get(issue.state_reason or "", "done")
    return RemoteIssue(
        id=str(issue.id),
        key=f"{_repository(issue.html_url) or repository}#{issue.number}",
        url=issue.html_url,
        updated=issue.updated_at,
        author=str(issue.user.id) if issue.user else None,
        marker=marker,
        seal=seal,
        fields={
            "title": one_line(issue.title, LONGEST_TITLE),
            "state": state,
            "block": split(issue.body).block,
            "priority": m.labels.told("priority", labels),
            "kind": m.kind_in(issue),
            "owner": ",".join(owners) or None,
        },
        raw={
            "path": f"{path}/{issue.number}",
            "body": issue.body or "",
            "labels": labels,
            "status": issue.state,
            "node_id": issue.node_id,
            **({"pull_request": True} if issue.pull_request else {}),
        },
    )


def _repository(url: str) -> str | None:
    """Return owner/name out of an issue's own address: it may have been transferred."""
    parts = url.split("/")
    return "/".join(parts[-4:-2]) if len(parts) > 4 and parts[-2] == "issues" else None  # noqa: PLR2004
