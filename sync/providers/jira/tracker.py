"""A Jira project as a place where issues live (REST API v2 on both editions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.errors import LoggedOut, Missing, Refused, TrackerError
from sync.ports import Draft, Pulled, Receipt, RemoteIssue, Since, Step
from sync.providers.jira.body import with_block
from sync.providers.jira.creating import outcomes_in, receipt_of
from sync.providers.jira.editions import CLOUD, READ, Edition, edition_named
from sync.providers.jira.mapping import PROPERTY, JiraMapping, read
from sync.providers.jira.transitions import Ways, request_for, way_to, ways_in
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sync.providers.jira.client import Client
    from sync.transport import Reply

DROPPABLE = {"assignee", "priority", "duedate", "labels"}
MOST_PAGES = 2000
MOST_AT_ONCE = 50
NEEDED = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES")


class JiraTracker:
    """Keeps the engine's promises in Jira; one thread only."""

    provider = "jira"

    def __init__(
        self,
        client: Client,
        base_url: str,
        project: str,
        issue_type: str,
        labels: Sequence[str] = (),
        priorities: Mapping[str, str] | None = None,
        *,
        credential: str = "",
    ) -> None:
        self._credential = credential
        self._client = client
        self._base_url = base_url
        self._project = project
        self._type = issue_type
        self._labels = tuple(labels)
        self._learned: dict[str, Any] = {}
        self._clock: datetime | None = None
        self.mapping = JiraMapping(priorities)

    @property
    def requests(self) -> int:
        """Return how many requests were sent."""
        return self._client.requests

    @property
    def batch(self) -> int:
        """Return how many issues one request opens."""
        return 1 if self._learned.get("single") else MOST_AT_ONCE

    def now(self) -> datetime | None:
        """Return Jira's own time, as its last answer told it."""
        return self._clock

    def learned(self) -> dict[str, Any]:
        """Return what was learned meanwhile."""
        return dict(self._learned)

    def introduce(self, learned: Mapping[str, Any]) -> dict[str, Any]:
        """Return the edition, who we are and the project's number, asking once."""
        self._learned = dict(learned)
        with understood("Jira"):
            if "edition" not in learned:
                told = self._ask("GET", "serverInfo").body
                self._learned["edition"] = edition_named(str(told.get("deploymentType", ""))).name
            if learned.get("credential") != self._credential:
                account = self._edition.account_of(self._ask("GET", "myself").body)
                if not account:
                    raise LoggedOut(f"Jira at {self._base_url} does not say who we are")
                self._learned |= {"account": account, "credential": self._credential}
            if learned.get("project") != self._project:
                project = self._ask("GET", f"project/{self._project}").body
                self._learned |= {"container": str(project["id"]), "project": self._project}
        return self.learned()

    def end_by(self, deadline: float) -> None:
        """Send nothing after *deadline*."""
        self._client.deadline = deadline

    def forget_place(self) -> None:
        """Forget where the place is; it is looked for at the next introduction."""
        for name in ("project",):
            self._learned.pop(name, None)

    def examine(self) -> list[str]:
        """Return what we may not do in the project, each in a sentence."""
        query = {"projectKey": self._project, "permissions": ",".join(NEEDED)}
        try:
            told = self._ask("GET", "mypermissions", query=query).body.get("permissions") or {}
        except Missing:
            return []  # not every edition tells
        return [
            f"the account lacks the permission {name} in {self._project}"
            for name in NEEDED
            if name in told and not told[name].get("havePermission")
        ]

    def reach(self) -> None:
        """Return if the project can be seen, or raise."""
        self._ask("GET", f"project/{self._learned.get('container', self._project)}")

    def identity(self) -> str:
        """Return the number of the project that the configured key stands for now."""
        with understood("Jira"):
            return str(self._ask("GET", f"project/{self._project}").body["id"])

    def changes(self, since: Since) -> Pulled:
        """Return the issues that moved since a moment, the oldest first.

        The moment is sent as milliseconds: dates in JQL would be in the user's zone
        (Jira: "milliseconds after epoch", without quotation marks).
        """
        floor = int(since.floor.timestamp() * 1000) if since.floor else 0
        return self._found(
            f'project = "{self._project}" AND updated >= {floor} ORDER BY updated ASC'
        )

    def look(self, raw: Mapping[str, Any]) -> RemoteIssue:
        """Return one issue as it is now; its number survives a move."""
        query = {"fields": ",".join(READ), "properties": PROPERTY}
        payload = self._ask("GET", f"issue/{raw['id']}", query=query).body
        with understood("Jira"):
            return self._read(payload)

    def reread(self, links: Sequence[tuple[str, Mapping[str, Any]]]) -> list[RemoteIssue | None]:
        """Return a hundred issues with one request, wherever in the site they were moved."""
        numbers = [number for number, _ in links]
        if self._edition is CLOUD:
            wanted = {"issueIdsOrKeys": numbers, "fields": READ, "properties": [PROPERTY]}
            answer = self._ask("POST", "issue/bulkfetch", body=wanted, reads=True).body
            with understood("Jira"):
                issues = [self._read(one) for one in answer["issues"]]
        else:
            issues = list(self._found(f"id in ({','.join(numbers)})", lenient=True).issues)
        there = {issue.id: issue for issue in issues}
        return [there.get(number) for number in numbers]

    def looked_up(self, event: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return how to look at the issue that a webhook names, or None."""
        del event
        issue = payload.get("issue")
        number = str(issue.get("id", "")) if isinstance(issue, dict) else ""
        return {"id": number} if number.isdigit() else None

    def create(self, drafts: Sequence[Draft]) -> list[Receipt | TrackerError]:
        """Open issues with one request; what is refused for a field is sent again without it."""
        outcomes = self._create_all([(draft, frozenset()) for draft in drafts])
        again = [
            (number, outcome.fields & DROPPABLE)
            for number, outcome in enumerate(outcomes)
            if isinstance(outcome, Refused) and outcome.fields & DROPPABLE
        ]
        if again:
            second = self._create_all([(drafts[number], fields) for number, fields in again])
            for (number, _), outcome in zip(again, second, strict=True):
                outcomes[number] = outcome
        return outcomes

    def first_steps(self, fields: Mapping[str, str | None]) -> list[Step]:
        """Return the transition of an issue that is begun already when it is created."""
        state = fields.get("state")
        return [] if state == "open" else self.steps({"state": state}, {})

    def steps(self, patch: Mapping[str, str | None], remote: Mapping[str, Any]) -> list[Step]:
        """Return the writes: fields in one, the status in another."""
        del remote
        fields = {name: value for name, value in patch.items() if name != "state"}
        steps = [Step("update", fields)] if fields else []
        if "state" in patch:
            state = patch["state"]
            operation = {"open": "reopen", "in_progress": "transition"}.get(state or "", "close")
            steps.append(Step(operation, {"state": state}))
        return steps

    def write(self, step: Step, remote: Mapping[str, Any]) -> RemoteIssue | None:
        """Do one write; a field that Jira refuses is left out."""
        if "state" in step.patch:
            self._move(str(step.patch["state"]), remote)
            return None
        fields = self._fields(step.patch, remote)
        try:
            return self._put(fields, remote)
        except Refused as refused:
            rest = {name: value for name, value in fields.items() if name not in refused.fields}
            if len(rest) == len(fields) or set(fields) - set(rest) - DROPPABLE:
                raise
            return self._put(rest, remote) if rest else self.look(remote)

    @property
    def _edition(self) -> Edition:
        return edition_named(str(self._learned.get("edition", CLOUD.name)))

    def _found(self, jql: str, *, lenient: bool = False) -> Pulled:
        """Return the issues that a query finds, all pages of them."""
        found: list[RemoteIssue] = []
        page, at = None, None
        for _ in range(MOST_PAGES):
            verb, path, sent = self._edition.search_for(jql, page, lenient=lenient)
            reply = self._ask(verb, path, **sent)
            at = at or reply.date
            with understood("Jira"):
                found += [self._read(one) for one in reply.body["issues"]]
                page = self._edition.next_page(reply.body)
            if page is None:
                break
        return Pulled(tuple(found), complete=page is None, at=at)

    def _create_all(
        self, drafts: Sequence[tuple[Draft, frozenset[str]]]
    ) -> list[Receipt | TrackerError]:
        elements = [self._element(draft, left_out) for draft, left_out in drafts]
        if self._learned.get("single"):
            return [
                self._create_one(element, left_out)
                for element, (_, left_out) in zip(elements, drafts, strict=True)
            ]
        try:
            reply = self._ask("POST", "issue/bulk", body={"issueUpdates": elements})
            answer = reply.body
        except Refused as refused:  # a 400 where every single one was refused
            answer = refused.body
            if not (isinstance(answer, dict) and isinstance(answer.get("errors"), list)):
                return [refused for _ in drafts]
        except Missing:  # an old Data Center: it knows no bulk requests
            self._learned["single"] = True
            return self._create_all(drafts)
        except TrackerError as error:
            return [error for _ in drafts]
        try:
            with understood("Jira", writes=True):
                return outcomes_in(
                    answer, elements, [left_out for _, left_out in drafts], self._base_url
                )
        except TrackerError as error:
            return [error for _ in drafts]

    def _create_one(
        self, element: Mapping[str, Any], left_out: frozenset[str]
    ) -> Receipt | TrackerError:
        try:
            opened = self._ask("POST", "issue", body=element).body
            with understood("Jira", writes=True):
                return receipt_of(opened, element, left_out, self._base_url)
        except TrackerError as error:
            return error

    def _element(self, draft: Draft, left_out: frozenset[str]) -> dict[str, Any]:
        told = {name: value for name, value in draft.fields.items() if value is not None}
        told.pop("state", None)
        fields = self._fields(told, {}) | {
            "project": {"id": str(self._learned["container"])},
            "issuetype": {"name": self._type},
        }
        if self._labels:
            fields["labels"] = list(self._labels)
        kept = {name: value for name, value in fields.items() if name not in left_out}
        return self._edition.marked({"fields": kept}, draft.marker)

    def _fields(self, patch: Mapping[str, str | None], remote: Mapping[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if "title" in patch:
            fields["summary"] = patch["title"]
        if "block" in patch:
            fields["description"] = with_block(str(remote.get("body", "")), patch["block"] or "")
        if patch.get("priority"):
            fields["priority"] = {"name": self.mapping.priorities[str(patch["priority"])]}
        if "due" in patch:
            fields["duedate"] = patch["due"]
        if "owner" in patch:
            owner = patch["owner"]
            fields["assignee"] = {self._edition.account: owner} if owner else None
        return fields

    def _put(self, fields: Mapping[str, Any], remote: Mapping[str, Any]) -> RemoteIssue | None:
        query = {"returnIssue": "true"} if self._edition is CLOUD else None
        reply = self._ask("PUT", f"issue/{remote['id']}", query=query, body={"fields": fields})
        if not isinstance(reply.body, dict) or "fields" not in reply.body:
            return None
        told = reply.body["fields"]
        return self._read(reply.body) if "updated" in told and "status" in told else None

    def _move(self, state: str, remote: Mapping[str, Any]) -> None:
        """Take the transition to *state*, looking for one where none is known."""
        cached = self._known_ways(remote)
        way = way_to(state, cached) if cached else None
        if way is not None:
            try:
                self._transition(way, state, remote)
            except Refused:
                self._forget_ways(remote)
                if self.look(remote).fields["state"] == state:
                    return
            else:
                return
        ways = self._learn_ways(remote)
        way = way_to(state, ways)
        if way is None:
            raise Refused(f"Jira offers no transition to a status that means {state}")
        self._transition(way, state, remote)

    def _transition(self, way: Mapping[str, Any], state: str, remote: Mapping[str, Any]) -> None:
        self._ask("POST", f"issue/{remote['id']}/transitions", body=request_for(way, state))

    def _known_ways(self, remote: Mapping[str, Any]) -> Ways:
        return list((self._learned.get("ways") or {}).get(_way_key(remote), ()))

    def _forget_ways(self, remote: Mapping[str, Any]) -> None:
        ways = dict(self._learned.get("ways") or {})
        ways.pop(_way_key(remote), None)
        self._learned["ways"] = ways

    def _learn_ways(self, remote: Mapping[str, Any]) -> Ways:
        query = {"expand": "transitions.fields"}
        reply = self._ask("GET", f"issue/{remote['id']}/transitions", query=query)
        with understood("Jira"):
            ways = ways_in(reply.body)
        if remote.get("status_id") or not remote.get("type_id"):  # else the status is not known
            self._learned["ways"] = {**(self._learned.get("ways") or {}), _way_key(remote): ways}
        return ways

    def _ask(self, verb: str, path: str, **more: Any) -> Reply:
        reply = self._client.ask(verb, path, **more)
        self._clock = reply.date or self._clock
        return reply

    def _read(self, payload: Mapping[str, Any]) -> RemoteIssue:
        return read(payload, self._base_url, self._edition, self.mapping)


def _way_key(remote: Mapping[str, Any]) -> str:
    return f"{remote.get('type_id', '')}/{remote.get('status_id', '')}"
