"""A Jira project as a place where issues live (REST API v2 on both editions)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sync.allowance import Heard
from sync.errors import LoggedOut, Missing, NotSent, Refused, TrackerError
from sync.kinds import KindTypes
from sync.ports import Draft, Pulled, Receipt, RemoteIssue, Since, Step
from sync.providers.jira.body import rewritten
from sync.providers.jira.creating import Sheet, outcomes_in, receipt_of
from sync.providers.jira.editions import CLOUD, READ, Edition, edition_named
from sync.providers.jira.furnishing import Furnishing, lacking_rights
from sync.providers.jira.mapping import PROPERTY, JiraMapping, read
from sync.providers.jira.searching import everything_in, pages, reread, searched
from sync.providers.jira.told import issue_in
from sync.providers.jira.transitions import Mover
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sync.providers.jira.client import Client
    from sync.transport import Reply
    from tracker.issue_fields import IssueFields

DROPPABLE = {"assignee", "priority", "duedate", "labels"}
MOST_AT_ONCE = 50


class JiraTracker:
    """Keeps the engine's promises in Jira; one thread only."""

    provider = "jira"

    def __init__(
        self,
        client: Client,
        base_url: str,
        project: str,
        wanted: IssueFields,
        *,
        credential: str = "",
    ) -> None:
        self._credential = credential
        self._client = client
        self._base_url = base_url
        self._project = project
        self._wanted = wanted
        self._learned: dict[str, Any] = {}
        self.heard = Heard()
        self._furnishing = Furnishing(self._ask, wanted, project)
        self._mover = Mover(self._ask, self.look)
        types = KindTypes(wanted.types_of_kinds, self._furnishing.usual) if wanted.kinds else None
        self.mapping = JiraMapping(wanted.names_of_levels, wanted.label_prefix, types)

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
        return self.heard.at

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
        self._learned.pop("project", None)

    def examine(self) -> list[str]:
        """Return what we may not do in the project, each in a sentence."""
        lacking = lacking_rights(self._ask, self._project)
        priorities = self.mapping.priorities
        return lacking + self._furnishing.troubles(self._edition.account, priorities)

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
        first = max(filter(None, (since.floor, since.enough)), default=None)
        floor = int(first.timestamp() * 1000) if first else 0
        jql = f'project = "{self._project}" AND updated >= {floor} ORDER BY updated ASC'
        found = searched(self._ask, self._edition, self._read, jql)
        return replace(found, reaches=first)

    def look(self, raw: Mapping[str, Any]) -> RemoteIssue:
        """Return one issue as it is now; its number survives a move."""
        query = {"fields": ",".join(READ), "properties": PROPERTY}
        payload = self._ask("GET", f"issue/{raw['id']}", query=query).body
        with understood("Jira"):
            return self._read(payload)

    def reread(self, links: Sequence[tuple[str, Mapping[str, Any]]]) -> list[RemoteIssue | None]:
        """Return a hundred issues with one request, wherever in the site they were moved."""
        numbers = [number for number, _ in links]
        return reread(self._ask, self._edition, self._read, numbers)

    def named(self, name: str) -> Mapping[str, Any]:
        """Return how to look at the issue with a key."""
        return {"id": name}

    def everything(self, label: str | None) -> Iterator[tuple[RemoteIssue, ...]]:
        """Yield all issues, with *label* where it is given, page by page, the oldest first."""
        for reply in pages(self._ask, self._edition, everything_in(self._project, label)):
            with understood("Jira"):
                yield tuple(self._read(one) for one in reply.body["issues"])

    def looked_up(self, event: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return how to look at the issue that a webhook names, or None."""
        return issue_in(event, payload, self._learned.get("container"))

    def create(self, drafts: Sequence[Draft]) -> list[Receipt | TrackerError]:
        """Open issues with one request; what is refused for a field is sent again without it."""
        sheets = self._sheets(drafts)
        outcomes: list[Receipt | TrackerError] = [
            one if isinstance(one, TrackerError) else NotSent("not sent yet") for one in sheets
        ]
        todo = {n: one for n, one in enumerate(sheets) if isinstance(one, Sheet)}
        while todo:
            for number, outcome in zip(todo, self._create_all(list(todo.values())), strict=True):
                outcomes[number] = outcome
            todo = {
                number: replace(sheet, left_out=refused.fields & DROPPABLE)
                for number, sheet in todo.items()
                if isinstance(refused := outcomes[number], Refused)
                and refused.fields & DROPPABLE
                and not sheet.left_out
            }
        return [
            self._furnishing.explained(one, self._type_of(draft.fields.get("kind")))
            if isinstance(one, Refused) and one.fields
            else one
            for one, draft in zip(outcomes, drafts, strict=True)
        ]

    def _sheets(self, drafts: Sequence[Draft]) -> list[Sheet | TrackerError]:
        """Return each draft with what its issue type asks for besides, or why it cannot be sent."""
        known: dict[str, dict[str, Any] | TrackerError] = {}
        for name in {self._type_of(draft.fields.get("kind")) for draft in drafts}:
            try:
                known[name] = self._furnishing.values(name, self._learned, self._edition.account)
            except TrackerError as error:
                known[name] = error
        sheets: list[Sheet | TrackerError] = []
        for draft in drafts:
            values = known[self._type_of(draft.fields.get("kind"))]
            sheets.append(values if isinstance(values, TrackerError) else Sheet(draft, values))
        return sheets

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

    def replaces(self, step: Step, remote: Mapping[str, Any]) -> bool:
        """Return that none does: Jira adds and removes labels one by one."""
        del step, remote
        return False

    def write(self, step: Step, remote: Mapping[str, Any]) -> RemoteIssue | None:
        """Do one write; a field that Jira refuses is left out."""
        if "state" in step.patch:
            self._mover.move(str(step.patch["state"]), remote, self._learned)
            return None
        fields, labels = self._fields(step.patch, remote), self._labels(step.patch, remote)
        try:
            return self._put(fields, labels, remote, step.patch)
        except Refused as refused:
            rest = {name: value for name, value in fields.items() if name not in refused.fields}
            kept = labels if "labels" not in refused.fields else []
            gone = (set(fields) - set(rest)) | ({"labels"} if kept != labels else set())
            if not gone or gone - DROPPABLE - {"issuetype"}:
                raise
            return self._put(rest, kept, remote, step.patch)

    @property
    def _edition(self) -> Edition:
        return edition_named(str(self._learned.get("edition", CLOUD.name)))

    def _create_all(self, drafts: Sequence[Sheet]) -> list[Receipt | TrackerError]:
        elements = [self._element(sheet) for sheet in drafts]
        if self._learned.get("single"):
            return [
                self._create_one(element, sheet.left_out)
                for element, sheet in zip(elements, drafts, strict=True)
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
                    answer, elements, [sheet.left_out for sheet in drafts], self._base_url
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

    def _element(self, sheet: Sheet) -> dict[str, Any]:
        told = {name: value for name, value in sheet.draft.fields.items() if value is not None}
        told.pop("state", None)
        fields = (
            dict(sheet.values)
            | self._fields(told, {})
            | {
                "project": {"id": str(self._learned["container"])},
                "issuetype": {"name": self._type_of(told.get("kind"))},
            }
        )
        labels = self.mapping.labels.replaced(self._wanted.labels, {"kind": told.get("kind")})
        if labels:
            fields["labels"] = labels
        kept = {name: value for name, value in fields.items() if name not in sheet.left_out}
        return self._edition.marked({"fields": kept}, sheet.draft.marker)

    def _fields(self, patch: Mapping[str, str | None], remote: Mapping[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if "title" in patch:
            fields["summary"] = patch["title"]
        if "block" in patch:
            fields["description"] = rewritten(str(remote.get("body", "")), patch["block"])
        if patch.get("priority"):
            fields["priority"] = {"name": self.mapping.priorities[str(patch["priority"])]}
        if "due" in patch:
            fields["duedate"] = patch["due"]
        if "owner" in patch:
            owner = patch["owner"]
            fields["assignee"] = {self._edition.account: owner} if owner else None
        if "kind" in patch and self.mapping.types:
            fields["issuetype"] = {"name": self._type_of(patch["kind"])}
        return fields

    def _type_of(self, kind: str | None) -> str:
        types = self.mapping.types
        return (types.type_of(kind) if types else None) or self._furnishing.usual

    def _labels(
        self, patch: Mapping[str, str | None], remote: Mapping[str, Any]
    ) -> list[dict[str, str]]:
        """Return how our labels are exchanged, one by one: nobody else's is in our hands."""
        there = [str(one) for one in remote.get("labels", ())]
        said = {name: patch[name] for name in self.mapping.labels.names if name in patch}
        after = self.mapping.labels.replaced(there, said) if said else there
        after = self._edition.labels_of(patch, after)
        gone = [{"remove": one} for one in there if one not in after]
        return gone + [{"add": one} for one in after if one not in there]

    def _put(
        self,
        fields: Mapping[str, Any],
        labels: Sequence[Mapping[str, str]],
        remote: Mapping[str, Any],
        patch: Mapping[str, str | None],
    ) -> RemoteIssue | None:
        update = {"labels": list(labels)} if labels else {}
        whole = {
            "fields": fields,
            "update": update,
            "properties": self._edition.properties_of(patch),
        }
        body = {name: value for name, value in whole.items() if value}
        if not body:
            return self.look(remote)
        query = {"returnIssue": "true"} if self._edition is CLOUD else None
        reply = self._ask("PUT", f"issue/{remote['id']}", query=query, body=body)
        if not isinstance(reply.body, dict) or "fields" not in reply.body:
            return None
        told = reply.body["fields"]
        return self._read(reply.body) if "updated" in told and "status" in told else None

    def _ask(self, verb: str, path: str, **more: Any) -> Reply:
        reply = self._client.ask(verb, path, **more)
        self.heard.note(reply)
        return reply

    def _read(self, payload: Mapping[str, Any]) -> RemoteIssue:
        return read(payload, self._base_url, self._edition, self.mapping)
