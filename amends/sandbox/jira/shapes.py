"""How the Jira sandbox writes its things as JSON.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2/
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from amends.sandbox.jira.accounts import account_id
from amends.sandbox.jira.catalogue import (
    DONE,
    EPIC,
    ISSUE_TYPES,
    NOT_NAVIGABLE,
    PRIORITIES,
    RESOLUTIONS,
    RESOLVED,
    STATUSES,
    Category,
    Field,
    Named,
    Status,
)
from amends.sandbox.jira.fields import schema, selected
from amends.sandbox.jira.records import Comment, Issue, Project, RemoteLink
from amends.sandbox.jira.site import Site

Json = dict[str, Any]
FIRST_USER = 10_100


def instant(at: datetime | None) -> str | None:
    """Return a moment as Jira writes it: milliseconds, and an offset without a colon."""
    return at.astimezone(UTC).strftime(f"%Y-%m-%dT%H:%M:%S.{at:%f}"[:-3] + "+0000") if at else None


@dataclass(frozen=True)
class Shapes:
    """Writes the things of one site that answers at one address, in one version."""

    site: Site
    url: str
    version: str = "2"

    @property
    def root(self) -> str:
        """Return where this version's addresses begin."""
        return f"{self.url}/rest/api/{self.version}"

    def person(self, login: str | None) -> Json | None:
        """Write somebody, or null."""
        return self.user(login) if login else None

    def user(self, login: str) -> Json:
        """Write somebody."""
        if self.site.server:
            return self._named_user(login)
        account = account_id(login)
        sizes = ("16x16", "24x24", "32x32", "48x48")
        return {
            "self": f"{self.root}/user?accountId={account}",
            "accountId": account,
            "accountType": "app" if login == self.site.cast.account else "atlassian",
            "avatarUrls": dict.fromkeys(sizes, f"{self.url}/static/person.svg"),
            "displayName": login,
            "active": True,
            "timeZone": "UTC",
        }

    def _named_user(self, login: str) -> Json:
        """Write somebody as Data Center does: by a name that people know."""
        sizes = ("16x16", "24x24", "32x32", "48x48")
        number = FIRST_USER + self.site.cast.logins.index(login)
        return {
            "self": f"{self.root}/user?username={login}",
            "name": login,
            "key": f"JIRAUSER{number}",
            "emailAddress": f"{login}@localhost",
            "avatarUrls": dict.fromkeys(sizes, f"{self.url}/static/person.svg"),
            "displayName": login,
            "active": True,
            "timeZone": "UTC",
        }

    def myself(self) -> Json:
        """Write the account behind the token."""
        login = self.site.cast.account
        return {**self.user(login), "emailAddress": f"{login}@localhost", "locale": "en_US"}

    def named(self, place: str, thing: Named) -> Json:
        """Write something that has an id and a name."""
        return {"self": f"{self.root}/{place}/{thing.id}", "id": thing.id, "name": thing.name}

    def priority(self, thing: Named) -> Json:
        """Write a priority."""
        icon = f"{self.url}/static/person.svg"
        return {**self.named("priority", thing), "iconUrl": icon, "statusColor": "#57606a"}

    def resolution(self, thing: Named) -> Json:
        """Write a resolution."""
        return {**self.named("resolution", thing), "description": ""}

    def issue_type(self, thing: Named) -> Json:
        """Write an issue type."""
        return {
            **self.named("issuetype", thing),
            "description": "",
            "iconUrl": f"{self.url}/static/person.svg",
            "subtask": False,
            "hierarchyLevel": 1 if thing.id == EPIC else 0,
        }

    def category(self, category: Category) -> Json:
        """Write a status category."""
        return {
            "self": f"{self.root}/statuscategory/{category.id}",
            "id": category.id,
            "key": category.key,
            "colorName": category.color,
            "name": category.name,
        }

    def status(self, status: Status) -> Json:
        """Write a status with its category."""
        return {
            "self": f"{self.root}/status/{status.id}",
            "description": "",
            "iconUrl": f"{self.url}/static/person.svg",
            "name": status.name,
            "id": status.id,
            "statusCategory": self.category(status.category),
        }

    def project(self, project: Project) -> Json:
        """Write a project as it stands inside other things."""
        sizes = ("16x16", "24x24", "32x32", "48x48")
        return {
            "self": f"{self.root}/project/{project.id}",
            "id": str(project.id),
            "key": project.key,
            "name": project.key,
            "projectTypeKey": "software",
            "simplified": False,
            "avatarUrls": dict.fromkeys(sizes, f"{self.url}/static/person.svg"),
        }

    def whole_project(self, project: Project) -> Json:
        """Write a project alone: its lead and issue types are told too."""
        return {
            "expand": "description,lead,issueTypes,url,projectKeys,permissions,insight",
            **self.project(project),
            "description": "",
            "lead": self.user(self.site.cast.visitor),
            "components": [self.component(number) for number in self.site.components()],
            "versions": [],
            "roles": {},
            "issueTypes": [self.issue_type(one) for one in ISSUE_TYPES.values()],
            "assigneeType": "UNASSIGNED",
            "style": "classic",
            "isPrivate": False,
            "properties": {},
        }

    def transition(self, status: Status, *, with_fields: bool) -> Json:
        """Write the transition that leads to a status."""
        written = {
            "id": status.transition_id,
            "name": status.name,
            "to": self.status(status),
            "hasScreen": status is DONE,
            "isGlobal": True,
            "isInitial": False,
            "isAvailable": True,
            "isConditional": False,
            "looped": False,
        }
        if with_fields:
            written["fields"] = {"resolution": self._resolution_field()} if status is DONE else {}
        return written

    def _resolution_field(self) -> Json:
        return {
            "required": True,
            "schema": {"type": "resolution", "system": "resolution"},
            "name": "Resolution",
            "key": "resolution",
            "hasDefaultValue": True,
            "operations": ["set"],
            "allowedValues": [self.resolution(one) for one in RESOLUTIONS.values()],
            "defaultValue": self.resolution(RESOLUTIONS[RESOLVED]),
        }

    def field(self, field: Field) -> Json:
        """Write a field as /field lists it."""
        return {
            "id": field.id,
            "key": field.id,
            "name": field.name,
            "custom": field.own,
            "orderable": field.settable,
            "navigable": field.id not in NOT_NAVIGABLE,
            "searchable": True,
            "clauseNames": [field.id],
            "schema": schema(field),
        }

    def form_field(self, field: Field) -> Json:
        """Write a field as the form for new issues describes it."""
        choices = {
            "issuetype": [self.issue_type(one) for one in ISSUE_TYPES.values()],
            "priority": [self.priority(one) for one in PRIORITIES.values()],
            "project": [self.project(one) for one in self.site.projects()],
            "components": [self.component(number) for number in self.site.components()],
        }
        choices |= {
            own.id: [{"id": number, "value": name} for number, name in own.numbered().items()]
            for own in self.site.furniture.own_fields
            if own.choices
        }
        written = {
            "fieldId": field.id,
            "key": field.id,
            "name": field.name,
            "required": field.required,
            "hasDefaultValue": field.id in ("priority", "reporter"),
            "operations": ["add", "set", "remove"] if field.kind == "array" else ["set"],
            "schema": schema(field),
        }
        if field.id in choices:
            written["allowedValues"] = choices[field.id]
        return written

    def component(self, number: str) -> Json:
        """Write a component."""
        name = self.site.components()[number]
        return {"self": f"{self.root}/component/{number}", "id": number, "name": name}

    def own(self, issue: Issue) -> Json:
        """Write the fields that somebody added."""
        written: Json = {}
        for field in self.site.furniture.own_fields:
            value = issue.own.get(field.id)
            if field.kind == "option" and value is not None:
                value = {"value": value}
            written[field.id] = value
        return written

    def issue(
        self,
        issue: Issue,
        fields: Sequence[str],
        properties: Sequence[str] = (),
        expand: str = "",
    ) -> Json:
        """Write an issue with the fields and properties that were asked for."""
        wanted = selected(fields, self.site.fields())
        if not wanted:
            written: Json = {"id": str(issue.id)}
        else:
            everything = self._fields(issue)
            written = {
                "expand": "renderedFields,names,schema,operations,editmeta,changelog,transitions",
                "id": str(issue.id),
                "self": f"{self.root}/issue/{issue.id}",
                "key": issue.key,
                "fields": {name: everything[name] for name in everything if name in wanted},
            }
        if properties:
            held = issue.properties
            every = "*all" in properties
            written["properties"] = {k: v for k, v in held.items() if every or k in properties}
        if "transitions" in expand:
            detailed = "transitions.fields" in expand
            written["transitions"] = [
                self.transition(status, with_fields=detailed) for status in STATUSES.values()
            ]
        return written

    def _fields(self, issue: Issue) -> Json:
        status = STATUSES[issue.status_id]
        resolution = RESOLUTIONS.get(issue.resolution_id or "")
        return {
            "issuetype": self.issue_type(ISSUE_TYPES[issue.type_id]),
            "project": self.project(self.site.project(issue.project)),
            "resolution": self.resolution(resolution) if resolution else None,
            "resolutiondate": instant(issue.resolved),
            "created": instant(issue.created),
            "priority": self.priority(PRIORITIES[issue.priority_id]),
            "labels": list(issue.labels),
            "assignee": self.person(issue.assignee),
            "updated": instant(issue.updated),
            "status": self.status(status),
            **self._of_cloud(issue),
            "description": issue.description,
            "summary": issue.summary,
            "creator": self.person(issue.creator),
            "reporter": self.person(issue.reporter),
            "duedate": issue.duedate.isoformat() if issue.duedate else None,
            "comment": self.comments(issue),
            "components": [self.component(number) for number in issue.components],
            **self.own(issue),
        }

    def _of_cloud(self, issue: Issue) -> Json:
        """Write the fields that Data Center does not have."""
        if self.site.server:
            return {}
        changed = {"statuscategorychangedate": instant(issue.status_changed)}
        return {**changed, "statusCategory": self.category(STATUSES[issue.status_id].category)}

    def comments(self, issue: Issue) -> Json:
        """Write everything said on an issue as one page."""
        said = [self.comment(issue, comment) for comment in self.site.comments(issue)]
        return {"startAt": 0, "maxResults": len(said), "total": len(said), "comments": said}

    def comment(self, issue: Issue, comment: Comment) -> Json:
        """Write a comment."""
        return {
            "self": f"{self.root}/issue/{issue.id}/comment/{comment.id}",
            "id": str(comment.id),
            "author": self.user(comment.author),
            "body": comment.body,
            "updateAuthor": self.user(comment.author),
            "created": instant(comment.created),
            "updated": instant(comment.created),
            "jsdPublic": True,
        }

    def link(self, issue: Issue, link: RemoteLink) -> Json:
        """Write a remote link as it was given."""
        mine = f"{self.root}/issue/{issue.key}/remotelink/{link.id}"
        known = {"globalId": link.global_id} if link.global_id else {}
        return {"id": link.id, "self": mine, **known, **link.content}
