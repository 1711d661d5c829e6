"""Both trackers as a test sees them: a sandbox, the proxy before it, and people at work there."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import requests

from amends.sandbox import serve
from amends.sandbox.editions import CLOUD
from amends.sandbox.furniture import PLAIN, Furniture
from tests.fakes import Proxy
from tests.fakes.moving import made_anew, now_called
from tests.support.keys import PRIVATE
from tests.sync.showing import Shown, shown_in_jira, shown_on_github

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from amends.sandbox import Sandbox
    from tests.fakes.proxy import Layer

TOKEN = "sandbox-token"
SECRETS = {
    "GITHUB_TOKEN": TOKEN,
    "JIRA_TOKEN": TOKEN,
    "JIRA_USER": "amends-bot@example.com",
    "GITHUB_KEY": PRIVATE,
}
ACTIVE = ("open", "in_progress")


class Place:
    """One tracker: *proxy* is where the product asks, people act behind it, uncounted."""

    provider: str
    name: str
    creates: str
    lists: tuple[str, str]
    issue: str

    edition = CLOUD
    account = "amends-bot"
    root = ""
    login = 'token_env = "GITHUB_TOKEN"'
    more = ""

    def __init__(self, folder: Path, furniture: Furniture = PLAIN) -> None:
        self._furniture = furniture
        self._state = folder / f"{type(self).__name__}.state"
        self.sandbox = self._serve(self.account, 0)
        self.proxy = Proxy(self.sandbox.url)

    def stop(self) -> None:
        """End both."""
        self.proxy.stop()
        self.sandbox.stop()

    def toml(self) -> str:
        """Return the target's section of amends.toml."""
        raise NotImplementedError

    def issues(self) -> list[Shown]:
        """Return every issue, oldest first."""
        raise NotImplementedError

    def address(self, one: Shown) -> str:
        """Return the path at which the product asks for an issue."""
        raise NotImplementedError

    def change(self, one: Shown, **values: Any) -> None:
        """Change an issue as a person would: title, text, state, owner, due, priority."""
        raise NotImplementedError

    def copy(self, one: Shown) -> None:
        """Open another issue that bears the same marker."""
        raise NotImplementedError

    def copy_without_marker(self, title: str) -> None:
        """Open an issue that has nothing to do with us."""
        raise NotImplementedError

    def replace(self, *along: Shown) -> Layer:
        """Let the configured name lead to another place, where those issues are that came along.

        From now on, people look at that place, too.
        """
        raise NotImplementedError

    def come_back(self, layer: Layer) -> None:
        """Let the name lead to the former place again."""
        self.proxy.lift(layer)

    @contextmanager
    def acting_as(self, account: str) -> Iterator[None]:
        """Let somebody else use the token meanwhile."""
        port = self.sandbox.port
        self.sandbox.stop()
        self.sandbox = self._serve(account, port)
        yield
        self.sandbox.stop()
        self.sandbox = self._serve(self.account, port)

    @property
    def only(self) -> Shown:
        """Return the one issue there is."""
        (one,) = self.issues()
        return one

    def titled(self, words: str) -> Shown:
        """Return the one issue whose title holds *words*."""
        (one,) = [issue for issue in self.issues() if words in issue.title]
        return one

    @property
    def open_titles(self) -> Counter[str]:
        """Return how many open issues there are of each title."""
        return Counter(one.title for one in self.issues() if one.state in ACTIVE)

    def asked(self, address: str) -> dict[str, Any]:
        """Return what is at an address over there, uncounted."""
        found: dict[str, Any] = self._ask("GET", address)
        return found

    def _serve(self, account: str, port: int) -> Sandbox:
        raise NotImplementedError

    def _ask(self, verb: str, path: str, body: object = None, **query: str) -> Any:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        url = self.sandbox.url + self.root + path
        answer = requests.request(verb, url, json=body, params=query, headers=headers, timeout=10)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None


class GitHubPlace(Place):
    """A repository."""

    provider, name = "github", "platform"
    creates = r"/issues$"
    lists = ("GET", r"/issues$")
    issue = r"/issues/\d+$"
    here = "/repositories/700000001"
    hook = ""

    def toml(self) -> str:
        """Return the target's section of amends.toml."""
        return (
            f'[[target]]\nname = "{self.name}"\nprovider = "github"\n'
            f'repository = "acme/platform"\nbase_url = "{self.proxy.url}{self.root}"\n'
            f"{self.login}\n{self.hook}{self.more}"
        )

    def issues(self) -> list[Shown]:
        """Return every issue, oldest first."""
        query = {"state": "all", "sort": "created", "direction": "asc", "per_page": "100"}
        return [shown_on_github(one) for one in self._ask("GET", f"{self.here}/issues", **query)]

    def address(self, one: Shown) -> str:
        """Return the path at which the product asks for an issue."""
        return f"{self.here}/issues/{_number(one)}"

    def change(self, one: Shown, **values: Any) -> None:
        """Change an issue as a person would."""
        body: dict[str, Any] = {k: v for k, v in values.items() if k == "title"}
        if "text" in values:
            body["body"] = values["text"]
        if "state" in values:
            closed = values["state"] != "open"
            reason = {"wont_do": "not_planned"}.get(values["state"], "completed")
            body |= {"state": "closed" if closed else "open"}
            body |= {"state_reason": reason} if closed else {}
        if "owner" in values:
            body["assignees"] = [values["owner"]] if values["owner"] else []
        if "priority" in values:
            others = [label for label in one.labels if not label.startswith("priority: ")]
            body["labels"] = [*others, f"priority: {values['priority']}"]
        if "kind" in values:
            others = [label for label in one.labels if not label.startswith("kind: ")]
            body["labels"] = [*others, f"kind: {values['kind']}"]
        body |= {name: values[name] for name in ("labels", "type") if name in values}
        self._ask("PATCH", self.address(one), body)

    def copy(self, one: Shown) -> None:
        """Open another issue that bears the same marker."""
        self._ask("POST", f"{self.here}/issues", {"title": one.title, "body": one.text})

    def copy_without_marker(self, title: str) -> None:
        """Open an issue that has nothing to do with us."""
        self._ask("POST", f"{self.here}/issues", {"title": title})

    def replace(self, *along: Shown) -> Layer:
        """Let the name lead to another repository; whoever comes along loses the labels."""
        for one in along:
            self.moved_to_other(one)
        self.here = "/repositories/700000002"
        layer = now_called("acme/platform", "acme/other", 700000001)
        self.proxy.lay(layer)
        return layer

    def come_back(self, layer: Layer) -> None:
        """Let the name lead to the former repository again."""
        super().come_back(layer)
        self.here = type(self).here
        self.proxy.lay(now_called("acme/other", "acme/other", 700000002))

    def moved_to_other(self, one: Shown) -> str:
        """Open the same issue in the other repository, and return its address there."""
        body = {"title": one.title, "body": one.text, "assignees": [one.owner] if one.owner else []}
        there = "/repositories/700000002/issues"
        return f"{there}/{self._ask('POST', there, body)['number']}"

    def _serve(self, account: str, port: int) -> Sandbox:
        return serve(
            "github",
            self._state,
            port=port,
            account=account,
            repositories=("acme/platform", "acme/other", "acme/postmortems"),
            furniture=self._furniture,
            edition=self.edition,
        )


class JiraPlace(Place):
    """A project."""

    provider, name = "jira", "ops"
    login = 'user_env = "JIRA_USER"\ntoken_env = "JIRA_TOKEN"'
    search = "/search/jql"
    key = "OPS"
    creates = r"/issue/bulk$"
    lists = ("POST", r"/search/jql$")
    issue = r"/issue/\d+(/transitions)?$"
    here = "/rest/api/2"
    former: AbstractSet[str] = frozenset()

    def toml(self) -> str:
        """Return the target's section of amends.toml."""
        return (
            f'[[target]]\nname = "{self.name}"\nprovider = "jira"\nproject = "OPS"\n'
            f'base_url = "{self.proxy.url}"\n{self.login}\n{self.more}'
        )

    def issues(self) -> list[Shown]:
        """Return every issue, oldest first."""
        query = {"jql": f'project = "{self.key}" ORDER BY created ASC', "fields": "*all"}
        found = self._ask("GET", f"{self.here}{self.search}", **query, maxResults="1000")
        return [shown_in_jira(one) for one in found["issues"] if self.is_ours(one)]

    def is_ours(self, one: dict[str, Any]) -> bool:
        """Return whether an issue was made in this test."""
        return one["id"] not in self.former

    def address(self, one: Shown) -> str:
        """Return the path at which the product asks for an issue."""
        return f"{self.here}/issue/{one.id}"

    def change(self, one: Shown, **values: Any) -> None:
        """Change an issue as a person would."""
        names = {"title": "summary", "text": "description", "due": "duedate"}
        fields: dict[str, Any] = {names[k]: v for k, v in values.items() if k in names}
        if "owner" in values:
            who = values["owner"]
            fields["assignee"] = self.person(who) if who else None
        if "priority" in values:
            level = ("Highest", "High", "Medium", "Low", "Lowest")[int(values["priority"][1])]
            fields["priority"] = {"name": level}
        if "kind" in values:
            others = [label for label in one.labels if not label.startswith("kind-")]
            fields["labels"] = [*others, f"kind-{values['kind']}"]
        if "labels" in values:
            fields["labels"] = values["labels"]
        if "type" in values:
            fields["issuetype"] = {"name": values["type"]}
        if fields:
            self._ask("PUT", self.address(one), {"fields": fields})
        if "state" in values:
            move: dict[str, Any] = {"transition": {"id": self.way(one, values["state"])}}
            if values["state"] == "wont_do":
                move["fields"] = {"resolution": {"name": "Won't Do"}}
            self._ask("POST", f"{self.address(one)}/transitions", move)

    def copy(self, one: Shown) -> None:
        """Open another issue that bears the same marker."""
        held = self._ask("GET", f"{self.address(one)}/properties/amends")
        fields = {"project": {"key": "OPS"}, "issuetype": {"name": "Task"}, "summary": one.title}
        self._ask("POST", f"{self.here}/issue", {"fields": fields, "properties": [held]})

    def copy_without_marker(self, title: str) -> None:
        """Open an issue that has nothing to do with us."""
        fields = {"project": {"key": "OPS"}, "issuetype": {"name": "Task"}, "summary": title}
        self._ask("POST", f"{self.here}/issue", {"fields": fields})

    def replace(self, *along: Shown) -> Layer:
        """Let the key stand for another project; whoever comes along keeps the number."""
        self.former = {one.id for one in self.issues()} - {one.id for one in along}
        layer = made_anew(10999, self._number, self.former)
        self.proxy.lay(layer)
        return layer

    @property
    def _number(self) -> int:
        return int(self._ask("GET", f"{self.here}/project/{self.key}")["id"])

    def come_back(self, layer: Layer) -> None:
        """Let the key stand for the former project again."""
        super().come_back(layer)
        left = {one.id for one in self.issues()}
        self.former = left
        self.proxy.lay(made_anew(self._number, self._number, left))

    def _serve(self, account: str, port: int) -> Sandbox:
        return serve(
            "jira",
            self._state,
            port=port,
            account=account,
            furniture=self._furniture,
            edition=self.edition,
        )

    def way(self, one: Shown, state: str) -> str:
        """Return which transition of an issue leads to a state."""
        assert one.id
        return {"open": "11", "in_progress": "21"}.get(state, "31")

    def person(self, who: str) -> dict[str, str]:
        """Return how somebody is named here."""
        return {"accountId": f"sandbox:{who}"}


PLACES: dict[str, type[Place]] = {"github": GitHubPlace, "jira": JiraPlace}


def _number(one: Shown) -> str:
    return one.key.rpartition("#")[2]
