"""What can be done in the GitHub sandbox, and under which rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from amends.sandbox.furniture import PLAIN, Furniture
from amends.sandbox.github.library import Library
from amends.sandbox.github.records import Account, Changes, Comment, Issue, Label, Repository
from amends.sandbox.github.refusals import invalid, not_found
from amends.sandbox.people import Cast
from amends.sandbox.store import Store
from tracker.clock import now

FIRST_ACCOUNT = 9_000_001
FIRST_REPOSITORY = 700_000_001
FIRST_LABEL = 5_000_000_001
FIRST_ISSUE = 3_000_000_001
FIRST_COMMENT = 2_000_000_001
LONGEST = {"title": 256, "body": 65_536}
LONGEST_LABEL = 50
MOST_LABELS = 100
MOST_ASSIGNEES = 10


class Hub:
    """The repositories of one sandbox with their issues."""

    def __init__(
        self,
        store: Store,
        cast: Cast,
        repositories: Sequence[str],
        furniture: Furniture = PLAIN,
    ) -> None:
        self.cast = cast
        self.furniture = furniture
        self._store = store
        self._accounts = store.shelf("account", Account)
        self._repositories = store.shelf("repository", Repository)
        self._labels = store.shelf("label", Label)
        self._issues = store.shelf("issue", Issue)
        self._comments = store.shelf("comment", Comment)
        self.library = Library(store, self._repositories)
        with store.changing():
            self._seed(repositories)

    def _seed(self, repositories: Sequence[str]) -> None:
        known = {account.login for account in self._accounts.all()}
        for login in self.cast.logins:
            if login not in known:
                number = self._accounts.next_number(FIRST_ACCOUNT)
                self._accounts.put(number, Account(number, login))
        present = {repository.full_name for repository in self._repositories.all()}
        for full_name in repositories:
            owner, _, name = full_name.partition("/")
            if not (owner and name):
                raise ValueError(f"a repository is written owner/name, which {full_name!r} is not")
            if full_name not in present:
                number = self._repositories.next_number(FIRST_REPOSITORY)
                self._repositories.put(number, Repository(number, owner, name, second()))

    def account(self, login: str) -> Account:
        """Return an account; GitHub's ghost for one that is gone."""
        found = (one for one in self._accounts.all() if one.login == login)
        return next(found, Account(10_137, "ghost"))

    def assignable(self) -> list[Account]:
        """Return who may be assigned: everybody of this run."""
        return [self.account(login) for login in self.cast.logins]

    def repositories(self) -> list[Repository]:
        """Return every repository."""
        return self._repositories.all()

    def repository(self, owner: str, name: str) -> Repository:
        """Return a repository by its name, whatever its case."""
        wanted = f"{owner}/{name}".lower()
        for repository in self._repositories.all():
            if repository.full_name.lower() == wanted:
                return repository
        raise not_found()

    def repository_by_id(self, number: int) -> Repository:
        """Return a repository by its id."""
        repository = self._repositories.get(number)
        if repository is None:
            raise not_found()
        return repository

    def labels(self, repository: Repository) -> list[Label]:
        """Return the labels of a repository, by name."""
        mine = [label for label in self._labels.all() if label.repository == repository.id]
        return sorted(mine, key=lambda label: label.name.lower())

    def issues(self, repository: Repository) -> list[Issue]:
        """Return the issues of a repository, oldest first."""
        return [issue for issue in self._issues.all() if issue.repository == repository.id]

    def issue(self, repository: Repository, number: int) -> Issue:
        """Return one issue by its number."""
        for issue in self._issues.all():
            if (issue.repository, issue.number) == (repository.id, number):
                return issue
        raise not_found()

    def comments(self, issue: Issue) -> list[Comment]:
        """Return what was said on an issue, oldest first."""
        return [comment for comment in self._comments.all() if comment.issue == issue.id]

    def open_issue(self, repository: Repository, author: str, changes: Changes) -> Issue:
        """Open an issue under the next number, or refuse and open none."""
        changes = self._checked(changes)
        with self._store.changing():
            current = self.repository_by_id(repository.id)
            current = replace(current, last_number=current.last_number + 1)
            self._repositories.put(current.id, current)
            issue = Issue(
                id=self._issues.next_number(FIRST_ISSUE),
                repository=current.id,
                number=current.last_number,
                title=changes["title"],
                body=changes.get("body"),
                author=author,
                created_at=(at := second()),
                updated_at=at,
                labels=self._named(current, changes.get("labels", ())),
                assignees=changes.get("assignees", ()),
                type=changes.get("type"),
                milestone=changes.get("milestone"),
            )
            return self._issues.put(issue.id, issue)

    def edit_issue(self, issue: Issue, by: str, changes: Changes) -> Issue:
        """Change what an edit names; an edit that changes nothing leaves the time alone."""
        changes = self._checked(changes)
        with self._store.changing():
            before = self._issues.get(issue.id) or issue
            after = replace(
                before,
                title=changes.get("title", before.title),
                body=changes.get("body", before.body),
                assignees=changes.get("assignees", before.assignees),
                type=changes.get("type", before.type),
                milestone=changes.get("milestone", before.milestone),
            )
            if "labels" in changes:
                repository = self.repository_by_id(issue.repository)
                after = replace(after, labels=self._named(repository, changes["labels"]))
            at = second()
            after = moved(after, by, changes, at)
            if after == before:
                return before
            return self._issues.put(issue.id, replace(after, updated_at=at))

    def comment(self, issue: Issue, author: str, body: str) -> Comment:
        """Say something on an issue."""
        with self._store.changing():
            number = self._comments.next_number(FIRST_COMMENT)
            comment = Comment(number, issue.id, author, body, second())
            before = self._issues.get(issue.id) or issue
            after = replace(before, comments=before.comments + 1, updated_at=second())
            self._issues.put(issue.id, after)
            return self._comments.put(number, comment)

    def _checked(self, changes: Changes) -> Changes:
        """Return the edit in its kept form, or refuse it as GitHub would."""
        if "title" in changes and not changes["title"].strip():
            raise invalid("title", "missing_field")
        for field, text in (("title", changes.get("title")), ("body", changes.get("body"))):
            most = LONGEST[field]
            if text is not None and len(text) > most:
                told = f"{field} is too long (maximum is {most} characters)"
                raise invalid(field, "custom", message=told)
        self._check_labels(changes.get("labels", ()))
        number = changes.get("milestone")
        if number is not None and not 0 < number <= len(self.furniture.milestones):
            raise invalid("milestone", "invalid", value=number)
        if changes.get("type") is not None:
            changes = {**changes, "type": self._typed(str(changes["type"]))}
        if "assignees" in changes:
            changes = {**changes, "assignees": self._known(changes["assignees"])}
        return changes

    def _typed(self, name: str) -> str:
        """Return an issue type as it is spelled here."""
        for one in self.furniture.issue_types:
            if one.casefold() == name.casefold():
                return one
        raise invalid("type", "invalid", value=name)

    @staticmethod
    def _check_labels(names: tuple[str, ...]) -> None:
        if len(names) > MOST_LABELS:
            raise invalid("labels", "custom", message=f"at most {MOST_LABELS} labels")
        for name in names:
            if not name.strip() or len(name) > LONGEST_LABEL:
                raise invalid("labels", "invalid", value=name)

    def _known(self, logins: tuple[str, ...]) -> tuple[str, ...]:
        """Return the logins as their accounts spell them, each once, ten at most."""
        spelled = {login.lower(): login for login in self.cast.logins}
        for login in logins:
            if login.lower() not in spelled:
                raise invalid("assignees", "invalid", value=login)
        return tuple(dict.fromkeys(spelled[login.lower()] for login in logins))[:MOST_ASSIGNEES]

    def _named(self, repository: Repository, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the labels as the repository spells them; unknown ones are made."""
        spelled = {label.name.lower(): label.name for label in self.labels(repository)}
        for name in names:
            if name.lower() not in spelled:
                number = self._labels.next_number(FIRST_LABEL)
                self._labels.put(number, Label(number, repository.id, name))
                spelled[name.lower()] = name
        return tuple(dict.fromkeys(spelled[name.lower()] for name in names))


def moved(issue: Issue, by: str, changes: Changes, at: datetime) -> Issue:
    """Return the issue closed or reopened; a reason counts only where the state moves.

    Source: https://docs.github.com/en/rest/issues/issues#update-an-issue
    """
    state = changes.get("state", issue.state)
    reason = changes.get("state_reason")
    if state == issue.state:
        return issue
    if state == "open":
        return replace(issue, state="open", state_reason="reopened", closed_at=None, closed_by=None)
    why = reason if reason in ("completed", "not_planned", "duplicate") else "completed"
    return replace(issue, state="closed", state_reason=why, closed_at=at, closed_by=by)


def second() -> datetime:
    """Return this moment as GitHub keeps it, in whole seconds."""
    return now().replace(microsecond=0)
