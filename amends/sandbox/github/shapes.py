"""How the GitHub sandbox writes its things as JSON.

Source: https://docs.github.com/en/rest (API version 2022-11-28)
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from amends.sandbox.github.hub import Hub
from amends.sandbox.github.records import Account, Comment, Issue, Label, Repository

Json = dict[str, Any]

USER_LISTS = {
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "followers_url": "/followers",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}
REPOSITORY_LISTS = {
    "archive_url": "/{archive_format}{/ref}",
    "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}",
    "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}",
    "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}",
    "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors",
    "deployments_url": "/deployments",
    "downloads_url": "/downloads",
    "events_url": "/events",
    "forks_url": "/forks",
    "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}",
    "git_tags_url": "/git/tags{/sha}",
    "hooks_url": "/hooks",
    "issue_comment_url": "/issues/comments{/number}",
    "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}",
    "keys_url": "/keys{/key_id}",
    "labels_url": "/labels{/name}",
    "languages_url": "/languages",
    "merges_url": "/merges",
    "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}",
    "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}",
    "stargazers_url": "/stargazers",
    "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers",
    "subscription_url": "/subscription",
    "tags_url": "/tags",
    "teams_url": "/teams",
    "trees_url": "/git/trees{/sha}",
}
NOTHING_HAPPENED = dict.fromkeys(
    ("forks", "forks_count", "network_count", "size", "stargazers_count", "subscribers_count"), 0
) | {"watchers": 0, "watchers_count": 0}
SWITCHES = {
    "archived": False,
    "disabled": False,
    "fork": False,
    "has_discussions": False,
    "has_downloads": True,
    "has_issues": True,
    "has_pages": False,
    "has_projects": False,
    "has_wiki": False,
    "private": False,
}


def instant(moment: datetime | None) -> str | None:
    """Return a moment as GitHub writes it: UTC, whole seconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def node_id(kind: str, number: int) -> str:
    """Return the global id that GraphQL knows a thing by."""
    return f"{kind}_{number:x}"


@dataclass(frozen=True)
class Shapes:
    """Writes the things of one hub that answers at one address."""

    hub: Hub
    url: str
    prefix: str = ""

    @property
    def root(self) -> str:
        """Where the addresses of the API begin."""
        return self.url + self.prefix

    def user(self, account: Account) -> Json:
        """Write an account as it stands inside other things."""
        mine = f"{self.root}/users/{account.login}"
        return {
            "login": account.login,
            "id": account.id,
            "node_id": node_id("U", account.id),
            "avatar_url": f"{self.url}/static/person.svg",
            "gravatar_id": "",
            "url": mine,
            "html_url": f"{self.url}/",
            **{name: mine + tail for name, tail in USER_LISTS.items()},
            "type": "Bot" if account.login.endswith("[bot]") else "User",
            "user_view_type": "public",
            "site_admin": False,
        }

    def myself(self, account: Account, since: datetime) -> Json:
        """Write the account behind the token."""
        unsaid = dict.fromkeys(("bio", "company", "email", "hireable", "location"))
        counts = ("public_repos", "public_gists", "followers", "following")
        return {
            **self.user(account),
            "name": account.login,
            "blog": "",
            **unsaid,
            **dict.fromkeys(counts, 0),
            "created_at": instant(since),
            "updated_at": instant(since),
        }

    def repository(self, repository: Repository) -> Json:
        """Write a repository whole."""
        mine = self._at(repository)
        page = f"{self.url}/issues/{repository.full_name}"
        waiting = sum(issue.state == "open" for issue in self.hub.issues(repository))
        git = f"{self.url.split('://')[1]}/{repository.full_name}.git"
        return {
            "id": repository.id,
            "node_id": node_id("R", repository.id),
            "name": repository.name,
            "full_name": repository.full_name,
            "owner": self.user(Account(repository.id + 1_000_000, repository.owner)),
            "html_url": page,
            "url": mine,
            "description": "A sandbox of Amends",
            **SWITCHES,
            **NOTHING_HAPPENED,
            **{name: mine + tail for name, tail in REPOSITORY_LISTS.items()},
            "archive_url": mine + "/{archive_format}{/ref}",
            "open_issues": waiting,
            "open_issues_count": waiting,
            "git_url": f"git://{git}",
            "ssh_url": f"ssh://git@{git}",
            "clone_url": f"http://{git}",
            "svn_url": page,
            "homepage": None,
            "language": None,
            "license": None,
            "mirror_url": None,
            "default_branch": repository.default_branch,
            "visibility": "public",
            "permissions": {
                "admin": False,
                "maintain": False,
                "push": True,
                "triage": True,
                "pull": True,
            },
            "created_at": instant(repository.created_at),
            "updated_at": instant(repository.created_at),
            "pushed_at": instant(repository.created_at),
        }

    def label(self, repository: Repository, label: Label) -> Json:
        """Write a label."""
        return {
            "id": label.id,
            "node_id": node_id("LA", label.id),
            "url": f"{self._at(repository)}/labels/{label.name}".replace(" ", "%20"),
            "name": label.name,
            "color": "ededed",
            "default": False,
            "description": None,
        }

    def issue_type(self, name: str | None) -> Json | None:
        """Write an issue type, or null."""
        if name is None:
            return None
        number = self.hub.furniture.issue_types.index(name) + 1
        return {"id": number, "node_id": node_id("IT", number), "name": name, "description": None}

    def milestone(self, repository: Repository, number: int) -> Json:
        """Write a milestone."""
        mine = f"{self._at(repository)}/milestones/{number}"
        counts = {"open_issues": 0, "closed_issues": 0}
        unsaid = dict.fromkeys(("description", "creator", "due_on", "closed_at"))
        return {
            "url": mine,
            "html_url": f"{self.url}/issues/{repository.full_name}",
            "labels_url": f"{mine}/labels",
            "id": repository.id * 100 + number,
            "node_id": node_id("MI", repository.id * 100 + number),
            "number": number,
            "title": self.hub.furniture.milestones[number - 1],
            "state": "open",
            **counts,
            **unsaid,
            "created_at": instant(repository.created_at),
            "updated_at": instant(repository.created_at),
        }

    def issue(self, repository: Repository, issue: Issue) -> Json:
        """Write an issue as it stands in a list."""
        mine = f"{self._at(repository)}/issues/{issue.number}"
        assignees = [self.user(self.hub.account(login)) for login in issue.assignees]
        known = {label.name: label for label in self.hub.labels(repository)}
        return {
            "url": mine,
            "repository_url": self._at(repository),
            "labels_url": f"{mine}/labels{{/name}}",
            "comments_url": f"{mine}/comments",
            "events_url": f"{mine}/events",
            "timeline_url": f"{mine}/timeline",
            "html_url": self.page(repository, issue),
            "id": issue.id,
            "node_id": node_id("I", issue.id),
            "number": issue.number,
            "title": issue.title,
            "user": self.user(self.hub.account(issue.author)),
            "labels": [self.label(repository, known[name]) for name in issue.labels],
            "state": issue.state,
            "state_reason": issue.state_reason,
            "locked": False,
            "active_lock_reason": None,
            "assignee": assignees[0] if assignees else None,
            "assignees": assignees,
            "milestone": self.milestone(repository, issue.milestone) if issue.milestone else None,
            **({"type": self.issue_type(issue.type)} if self.hub.furniture.issue_types else {}),
            "comments": issue.comments,
            "created_at": instant(issue.created_at),
            "updated_at": instant(issue.updated_at),
            "closed_at": instant(issue.closed_at),
            "author_association": "COLLABORATOR",
            "body": issue.body,
        }

    def single_issue(self, repository: Repository, issue: Issue) -> Json:
        """Write an issue as it stands alone: who closed it is told too."""
        closer = self.user(self.hub.account(issue.closed_by)) if issue.closed_by else None
        return {**self.issue(repository, issue), "closed_by": closer}

    def comment(self, repository: Repository, issue: Issue, comment: Comment) -> Json:
        """Write a comment."""
        return {
            "id": comment.id,
            "node_id": node_id("IC", comment.id),
            "url": f"{self._at(repository)}/issues/comments/{comment.id}",
            "html_url": f"{self.page(repository, issue)}#comment-{comment.id}",
            "issue_url": f"{self._at(repository)}/issues/{issue.number}",
            "body": comment.body,
            "user": self.user(self.hub.account(comment.author)),
            "author_association": "COLLABORATOR",
            "created_at": instant(comment.created_at),
            "updated_at": instant(comment.created_at),
        }

    def page(self, repository: Repository, issue: Issue) -> str:
        """Return where people see an issue."""
        return f"{self.url}/issues/{repository.full_name}/{issue.number}"

    def _at(self, repository: Repository) -> str:
        return f"{self.root}/repos/{repository.full_name}"
