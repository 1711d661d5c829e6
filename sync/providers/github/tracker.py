"""A GitHub repository as a place where issues live.

Issues are asked for by the repository's number, which survives a rename
(https://docs.github.com/en/rest/issues/issues).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from sync.allowance import Heard
from sync.errors import Missing, Refused, Replaced, TrackerError
from sync.kinds import KindTypes
from sync.ports import Draft, Pulled, Receipt, RemoteIssue, Since, Step
from sync.providers.github.body import new_body
from sync.providers.github.entry import lacking
from sync.providers.github.following import followed
from sync.providers.github.furnishing import Furnishing
from sync.providers.github.identity import account_of
from sync.providers.github.mapping import GitHubMapping, read
from sync.providers.github.nodes import asked_for
from sync.providers.github.paging import PAGE, PAGED, is_large, pages, times_in
from sync.providers.github.patching import patch_of
from sync.providers.github.refusals import named_in
from sync.providers.github.told import issue_in
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sync.providers.github.client import Client
    from sync.transport import Reply
    from tracker.issue_fields import IssueFields

SECOND = timedelta(seconds=1)


class GitHubTracker:
    """Keeps the engine's promises on GitHub; one thread only."""

    provider = "github"
    batch = 1

    def __init__(
        self,
        client: Client,
        repository: str,
        wanted: IssueFields,
        *,
        credential: str = "",
        app: bool = False,
    ) -> None:
        self._credential = credential
        self._client = client
        self._repository = repository
        self._wanted = wanted
        self._app = app
        self._learned: dict[str, Any] = {}
        self.heard = Heard()
        self._listed: dict[str, RemoteIssue] | None = None
        self._furnishing = Furnishing(self._ask, wanted, repository)
        types = KindTypes(wanted.types_of_kinds, wanted.issue_type) if wanted.kinds else None
        self.mapping = GitHubMapping(wanted.label_prefix, types)

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""
        return self._client.requests

    def now(self) -> datetime | None:
        """Return GitHub's own time, as its last answer told it."""
        return self.heard.at

    def learned(self) -> dict[str, Any]:
        """Return what was learned meanwhile."""
        return dict(self._learned)

    def introduce(self, learned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the repository's number and who we are, asking once."""
        self._learned = dict(learned)
        with understood("GitHub"):
            if learned.get("credential") != self._credential:
                self._learned.pop("login", None)
                self._learned |= account_of(self._ask, app=self._app)
                self._learned["credential"] = self._credential
            if learned.get("repository") != self._repository:
                number = str(self._find_repository()["id"])
                self._learned |= {
                    "container": number,
                    "repository": self._repository,
                    "route": f"/repositories/{number}",
                }
        return self.learned()

    def end_by(self, deadline: float) -> None:
        """Send nothing after *deadline*."""
        self._client.deadline = deadline

    def forget_place(self) -> None:
        """Forget where the place is; it is looked for at the next introduction."""
        for name in ("repository", "route"):
            self._learned.pop(name, None)

    def examine(self) -> list[str]:
        """Return what we may not do in the repository, each in a sentence."""
        reply = self._ask("GET", f"/repos/{self._repository}")
        return [
            *lacking(self._repository, reply.body, reply.headers),
            *self._furnishing.troubles(self._route),
        ]

    def reach(self) -> None:
        """Return if the repository can be seen, or raise."""
        self._ask("GET", self._route)

    def identity(self) -> str:
        """Return the number of the repository that the configured name leads to now."""
        with understood("GitHub"):
            return str(self._find_repository()["id"])

    def changes(self, since: Since) -> Pulled:
        """Return the issues that moved since a moment, pull requests left out.

        The newest come first, so a change always shows on page one: a 304 there is
        conclusive, and what moves while we read is only seen twice. At first all issues are
        read, but in a large repository only our own: others' may have been adopted. Where a
        list may fill several pages, nothing is asked for that cannot be new: a hundred changes
        fill one page then, and the answer says that it is the last.
        """
        query = {"state": "all", "sort": "updated", "direction": "desc", "per_page": str(PAGE)}
        floor = self._asked_from(since)
        if floor is not None:
            query["since"] = floor.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif self._learned.get("large"):
            query["creator"] = str(self._learned["login"])
        asked = f"{self._learned.get('account')} {self._route} {sorted(query.items())}"
        etag = since.etag if since.etag_for == asked else None
        reply = self._list(query, etag)
        if "login" in self._learned and not {"since", "creator"} & {*query} and is_large(reply):
            self._learned["large"] = True
            return self.changes(since)
        at = reply.date
        if reply.status == HTTPStatus.NOT_MODIFIED:
            return Pulled((), complete=True, at=at, unchanged=True, etag=since.etag, etag_for=asked)
        etag = reply.headers.get("etag")
        found: list[RemoteIssue] = []
        times: list[datetime] = []
        reaches = max(filter(None, (floor, since.floor)), default=None)
        for page, last in pages(lambda number: self._page(query, number), self._learned, reply):
            found += self._issues_in(page)
            times += times_in(page)
            if since.enough and not last and times[-1] <= since.enough:
                reaches = since.enough
                break
        return Pulled(
            tuple(found),
            complete=True,
            at=at,
            etag=etag,
            etag_for=asked,
            reaches=reaches,
            newest=max(times, default=None),
            conclusive=len(times) <= PAGE,
        )

    def look(self, raw: Mapping[str, Any]) -> RemoteIssue:
        """Return one issue as it is now, followed to where it was transferred."""
        return self._read_at(*followed(self._ask, "GET", str(raw["path"])))

    def reread(self, links: Sequence[tuple[str, Mapping[str, Any]]]) -> list[RemoteIssue | None]:
        """Return a hundred issues with one question; where GraphQL is not spoken, from the list."""
        found = asked_for(self._ask, links, self._node) if self._listed is None else None
        if found is None and self._listed is None:
            self._listed = {issue.id: issue for page in self.everything(None) for issue in page}
        return found or [(self._listed or {}).get(number) for number, _ in links]

    def named(self, name: str) -> Mapping[str, Any]:
        """Return how to look at the issue with a number."""
        return {"path": f"{self._route}/issues/{name}"}

    def everything(self, label: str | None) -> Iterator[tuple[RemoteIssue, ...]]:
        """Yield all issues, with *label* where it is given, page by page, the oldest first."""
        query = {"state": "all", "sort": "created", "direction": "asc", "per_page": str(PAGE)}
        query |= {"labels": label} if label else {}
        for page, _ in pages(lambda number: self._page(query, number), self._learned):
            yield tuple(self._issues_in(page))

    def looked_up(self, event: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return how to look at the issue that a webhook names, or None."""
        return issue_in(event, payload, self._route, self._learned.get("container"))

    def create(self, drafts: Sequence[Draft]) -> list[Receipt | TrackerError]:
        """Open issues, one request each."""
        return [self._create_one(draft) for draft in drafts]

    def first_steps(self, fields: Mapping[str, str | None]) -> list[Step]:
        """Return nothing: an issue is created as it should be."""
        del fields
        return []

    def steps(self, patch: Mapping[str, str | None], remote: Mapping[str, Any]) -> list[Step]:
        """Return one write: GitHub takes everything at once.

        Only the reason of a closed issue needs two: it is ignored unless the state changes.
        """
        if "state" not in patch:
            return [Step("update", patch)] if patch else []
        if patch["state"] == "open":
            return [Step("reopen", patch)]
        closed = remote.get("status") == "closed"
        return [*([Step("reopen", {"state": "open"})] if closed else []), Step("close", patch)]

    def replaces(self, step: Step, remote: Mapping[str, Any]) -> bool:
        """Return whether a write changes labels: GitHub takes them as a set."""
        return "labels" in patch_of(step.patch, remote, self.mapping)

    def write(self, step: Step, remote: Mapping[str, Any]) -> RemoteIssue | None:
        """Do one write; a person who cannot be assigned is left out."""
        path = str(remote["path"])
        body = patch_of(step.patch, remote, self.mapping)
        if not body:
            return self.look(remote)
        try:
            payload = self._send_to(path, body)
        except Refused as refused:
            rest = {name: value for name, value in body.items() if name not in named_in(refused)}
            if len(rest) == len(body):
                raise self._explained(refused, body) from refused
            payload = self._send_to(path, rest) if rest else self._ask("GET", path).body
        with understood("GitHub", writes=True):
            return self._read_at(payload, path)

    @property
    def _route(self) -> str:
        return str(self._learned.get("route", f"/repos/{self._repository}"))

    def _send_to(self, path: str, body: Mapping[str, Any]) -> Any:
        return followed(self._ask, "PATCH", path, body=body)[0]

    def _create_one(self, draft: Draft) -> Receipt | TrackerError:
        try:
            body = self._new(draft)
        except TrackerError as error:
            return error
        try:
            return self._opened(body)
        except Refused as refused:
            left_out = named_in(refused) & set(body)
            if not left_out:
                return self._explained(refused, body)
            rest = {name: value for name, value in body.items() if name not in left_out}
            try:
                receipt = self._opened(rest)
            except TrackerError as error:
                return error
            return replace(receipt, dropped=receipt.dropped | left_out)
        except TrackerError as error:
            return error

    def _new(self, draft: Draft) -> dict[str, Any]:
        """Return the body of a new issue; raises TrackerError where the milestone is unknown."""
        fields = draft.fields
        said = {name: fields.get(name) for name in ("priority", "kind")}
        told: dict[str, Any] = {
            "labels": self.mapping.labels.replaced(self._wanted.labels, said),
            "assignees": str(fields.get("owner") or "").split(",") if fields.get("owner") else [],
            "type": self._type_of(fields.get("kind")),
            "milestone": self._furnishing.milestone(self._route, self._learned),
        }
        body = {"title": fields["title"], "body": new_body(fields["block"] or "", draft.marker)}
        return body | {name: value for name, value in told.items() if value}

    def _type_of(self, kind: str | None) -> str | None:
        types = self.mapping.types
        return types.type_of(kind) if types else self._wanted.issue_type

    def _explained(self, refused: Refused, body: Mapping[str, Any]) -> Refused:
        """Return a refusal in words that tell what to do about it."""
        if "type" in refused.fields and body.get("type"):
            said = self._furnishing.no_type(str(body["type"]))
            return Refused(said, refused.fields, refused.body, refused.status)
        if "milestone" in refused.fields:
            self._learned.pop("milestone", None)  # it was deleted: looked up at the next try
        return refused

    def _opened(self, body: Mapping[str, Any]) -> Receipt:
        payload = self._ask("POST", f"{self._route}/issues", body=body).body
        with understood("GitHub", writes=True):
            issue = self._read(payload)
            # without the right to push, these are dropped without a word
            silent = {name for name in ("type", "milestone") if body.get(name)}
            dropped = frozenset(name for name in silent if not payload.get(name))
        return Receipt(issue.id, issue.key, issue.url, issue, issue.raw, dropped)

    def _find_repository(self) -> Any:
        return followed(self._ask, "GET", f"/repos/{self._repository}")[0]

    def _asked_from(self, since: Since) -> datetime | None:
        """Return from when to ask; whether that second itself counts is not promised."""
        if since.floor is None or not self._learned.get(PAGED):
            return since.floor and since.floor - SECOND
        return since.enough

    def _page(self, query: Mapping[str, str], number: str) -> Reply:
        return self._list({**query, "page": number}, None)

    def _list(self, query: Mapping[str, str], etag: str | None) -> Reply:
        try:
            return self._ask("GET", f"{self._route}/issues", query=query, etag=etag)
        except Missing:
            if not self._route.startswith("/repositories/"):
                raise
            # not every server that speaks GitHub knows repositories by number
            there = self.identity()
            if there != self._learned.get("container"):
                raise Replaced(f"{self._repository} is another repository now", there) from None
            self._learned["route"] = f"/repos/{self._repository}"
            return self._ask("GET", f"{self._route}/issues", query=query, etag=etag)

    def _ask(self, verb: str, path: str, **more: Any) -> Reply:
        reply = self._client.ask(verb, path, **more)
        self.heard.note(reply)
        return reply

    def _read(self, payload: Mapping[str, Any]) -> RemoteIssue:
        return read(payload, f"{self._route}/issues", self._repository, self.mapping)

    def _node(self, payload: Mapping[str, Any], path: str) -> RemoteIssue:
        return read(payload, path.rpartition("/")[0], self._repository, self.mapping)

    def _issues_in(self, reply: Reply) -> Iterator[RemoteIssue]:
        """Yield the issues of a page; pull requests are issues there, and not ours."""
        with understood("GitHub"):
            for payload in reply.body:
                if "pull_request" not in payload:
                    yield self._read(payload)

    def _read_at(self, payload: Mapping[str, Any], path: str) -> RemoteIssue:
        with understood("GitHub"):
            return self._node(payload, path)
