"""What can be done in the Jira sandbox, and under which rules."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from amends.sandbox.furniture import PLAIN, Furniture
from amends.sandbox.jira.catalogue import (
    DONE,
    FIELDS,
    MEDIUM,
    RESOLVED,
    STATUSES,
    TO_DO,
    Field,
    Status,
)
from amends.sandbox.jira.records import Comment, Edit, Issue, Project, RemoteLink
from amends.sandbox.jira.refusals import no_issue, no_project
from amends.sandbox.people import Cast
from amends.sandbox.store import Store
from tracker.clock import now

FIRST = 10_000
TICK = timedelta(milliseconds=1)


class Site:
    """The projects of one sandbox with their issues."""

    def __init__(
        self,
        store: Store,
        cast: Cast,
        projects: Sequence[str],
        furniture: Furniture = PLAIN,
        *,
        server: bool = False,
    ) -> None:
        self.cast = cast
        self.server = server
        self.furniture = furniture
        self._store = store
        self._projects = store.shelf("project", Project)
        self._issues = store.shelf("issue", Issue)
        self._comments = store.shelf("comment", Comment)
        self._links = store.shelf("remotelink", RemoteLink)
        with store.changing():
            present = {project.key for project in self._projects.all()}
            for key in projects:
                if key not in present:
                    number = self._projects.next_number(FIRST)
                    self._projects.put(number, Project(number, key))

    def fields(self) -> tuple[Field, ...]:
        """Return the fields that issues have here, those that somebody added last."""
        own = (
            Field(
                one.id,
                one.name,
                one.kind,
                one.items,
                settable=True,
                required=one.required,
                own=True,
            )
            for one in self.furniture.own_fields
        )
        return (*FIELDS, *own)

    def components(self) -> dict[str, str]:
        """Return the components of every project by their ids."""
        return {str(FIRST + n): name for n, name in enumerate(self.furniture.components)}

    def projects(self) -> list[Project]:
        """Return every project."""
        return self._projects.all()

    def project(self, id_or_key: str) -> Project:
        """Return a project by its id or its key, whatever the key's case."""
        for project in self._projects.all():
            if id_or_key.upper() in (str(project.id), project.key.upper()):
                return project
        raise no_project(id_or_key)

    def issues(self) -> list[Issue]:
        """Return every issue, oldest first."""
        return self._issues.all()

    def issue(self, id_or_key: str) -> Issue:
        """Return an issue by its id or its key, whatever the key's case."""
        found = self.find_issue(id_or_key)
        if found is None:
            raise no_issue()
        return found

    def find_issue(self, id_or_key: str) -> Issue | None:
        """Return an issue by its id or its key, or None."""
        if id_or_key.isdecimal():
            return self._issues.get(int(id_or_key))
        wanted = id_or_key.upper()
        return next((one for one in self._issues.all() if one.key.upper() == wanted), None)

    def comments(self, issue: Issue) -> list[Comment]:
        """Return what was said on an issue, oldest first."""
        return [comment for comment in self._comments.all() if comment.issue == issue.id]

    def links(self, issue: Issue) -> list[RemoteLink]:
        """Return the remote links of an issue."""
        return [link for link in self._links.all() if link.issue == issue.id]

    def create(self, project: Project, edit: Edit, status: Status = TO_DO) -> Issue:
        """Open an issue under the project's next number, in the status it starts with."""
        with self._store.changing():
            current = self._projects.get(project.id) or project
            current = replace(current, last_number=current.last_number + 1)
            self._projects.put(current.id, current)
            at = moment()
            issue = Issue(
                id=self._issues.next_number(FIRST),
                project=current.key,
                number=current.last_number,
                type_id=edit.changes["type_id"],
                summary=edit.changes["summary"],
                creator=self.cast.account,
                reporter=self.cast.account,
                created=at,
                updated=at,
                status_id=TO_DO.id,
                status_changed=at,
                priority_id=MEDIUM,
                properties=edit.properties,
            )
            issue = _entered(_edited(issue, edit), status, at)
            self._say(issue, self.cast.account, edit.comments)
            return self._issues.put(issue.id, issue)

    def edit(self, issue: Issue, by: str, edit: Edit, status: Status | None = None) -> Issue:
        """Change what an edit names, or move to a status; nothing changed, nothing dated."""
        with self._store.changing():
            before = self._issues.get(issue.id) or issue
            at = max(moment(), before.updated + TICK)
            after = _edited(before, edit)
            if status is not None:
                after = _entered(after, status, at)
            self._say(before, by, edit.comments)
            if after != before or edit.comments or status is not None:
                after = replace(after, updated=at)
            after = replace(after, properties={**before.properties, **edit.properties})
            return self._issues.put(issue.id, after)

    def drop_property(self, issue: Issue, key: str) -> None:
        """Forget one property of an issue."""
        with self._store.changing():
            before = self._issues.get(issue.id) or issue
            kept = {name: value for name, value in before.properties.items() if name != key}
            self._issues.put(issue.id, replace(before, properties=kept))

    def comment(self, issue: Issue, by: str, body: str) -> Comment:
        """Say something on an issue."""
        self.edit(issue, by, Edit({}, comments=(body,)))
        return self.comments(issue)[-1]

    def link(
        self, issue: Issue, global_id: str | None, content: dict[str, Any]
    ) -> tuple[RemoteLink, bool]:
        """Keep a remote link, in place of the one with its global id; say whether it is new."""
        with self._store.changing():
            same = (one for one in self.links(issue) if global_id and one.global_id == global_id)
            old = next(same, None)
            number = old.id if old else self._links.next_number(FIRST)
            link = RemoteLink(number, issue.id, global_id, content)
            return self._links.put(number, link), old is None

    def _say(self, issue: Issue, by: str, bodies: Iterable[str]) -> None:
        for body in bodies:
            number = self._comments.next_number(FIRST)
            self._comments.put(number, Comment(number, issue.id, by, body, moment()))


def _edited(issue: Issue, edit: Edit) -> Issue:
    """Return the issue with an edit's values; its labels are added and removed last."""
    after = replace(issue, **edit.changes)
    after = replace(after, own={**issue.own, **after.own})
    kept = [label for label in after.labels if label not in edit.labels_removed]
    return replace(after, labels=tuple(sorted({*kept, *edit.labels_added})))


def _entered(issue: Issue, status: Status, at: datetime) -> Issue:
    """Return the issue in a status; only what is done has a resolution."""
    before = STATUSES[issue.status_id].category
    dated = at if status.category != before else issue.status_changed
    after = replace(issue, status_id=status.id, status_changed=dated)
    if status is not DONE:
        return replace(after, resolution_id=None, resolved=None)
    return replace(after, resolution_id=issue.resolution_id or RESOLVED, resolved=at)


def moment() -> datetime:
    """Return this moment as Jira keeps it, in whole milliseconds."""
    at = now()
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
