"""A sandbox as a server: its state, its address, its threads."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from amends.sandbox import NotLoopback, Sandbox, StateInUse, serve
from tests.amends.sandbox.clients import GitHub, Jira, a_measure

ISSUES = "/repos/acme/platform/issues"


def test_github_state_survives_a_restart_on_the_same_port(tmp_path: Path) -> None:
    """An issue is found again under the same link after a restart."""
    with serve("github", tmp_path / "state" / "github.db") as first:
        link = GitHub(first.url)("POST", ISSUES, {"title": "Alert"})[1]["html_url"]
    with serve("github", tmp_path / "state" / "github.db", port=first.port) as second:
        found = GitHub(second.url)("GET", f"{ISSUES}/1")[1]

    assert (found["title"], found["html_url"]) == ("Alert", link)


def test_jira_state_survives_a_restart_on_the_same_port(tmp_path: Path) -> None:
    """An issue keeps its key, its property and its moments after a restart."""
    with serve("jira", tmp_path / "jira.db") as first:
        Jira(first.url)("POST", "issue", a_measure())
        before = Jira(first.url)("GET", "issue/OPS-1", properties="*all")
    with serve("jira", tmp_path / "jira.db", port=first.port) as second:
        after = Jira(second.url)("GET", "issue/OPS-1", properties="*all")

    assert after == before
    assert after[1]["properties"] == {"amends.sync": {"m": "ABC"}}


def test_a_repository_added_later_stands_beside_the_earlier_ones(tmp_path: Path) -> None:
    """A second run may know more repositories; the first keeps its id."""
    with serve("github", tmp_path / "github.db") as sandbox:
        before = GitHub(sandbox.url)("GET", "/repos/acme/platform")[1]["id"]
    both = ("acme/platform", "acme/data")
    with serve("github", tmp_path / "github.db", repositories=both) as sandbox:
        hub = GitHub(sandbox.url)
        after = [hub("GET", f"/repos/{name}")[1]["id"] for name in both]

    assert (after[0], len(set(after))) == (before, 2)


def test_a_repository_is_written_with_its_owner(tmp_path: Path) -> None:
    """A name without an owner is refused, and the state file is let go."""
    state = tmp_path / "github.db"

    with pytest.raises(ValueError, match="owner/name"):
        serve("github", state, repositories=("platform",))
    serve("github", state).stop()


def test_two_sandboxes_do_not_share_a_state_file(github_sandbox: Sandbox, tmp_path: Path) -> None:
    """A file that a running sandbox holds is refused to a second one."""
    assert github_sandbox.port

    with pytest.raises(StateInUse, match="in use by another sandbox"):
        serve("github", tmp_path / "github.db")


def test_a_taken_port_is_told(github_sandbox: Sandbox, tmp_path: Path) -> None:
    """A port that is taken is an error that can be caught."""
    with pytest.raises(OSError, match="Address already in use"):
        serve("jira", tmp_path / "jira.db", port=github_sandbox.port)


def test_only_this_machine_is_served(tmp_path: Path) -> None:
    """An address that others could reach is refused."""
    with pytest.raises(NotLoopback):
        serve("github", tmp_path / "github.db", host="0.0.0.0")  # noqa: S104 — the point


def test_a_foreign_name_for_this_machine_is_refused(github_sandbox: Sandbox) -> None:
    """A page that gives this machine a name of its own gets nothing from it."""
    answer = requests.get(github_sandbox.url, headers={"Host": "evil.example"}, timeout=5)

    assert answer.status_code == 400


def test_stopping_twice_does_no_harm(tmp_path: Path) -> None:
    """A sandbox that is stopped stays stopped, and its address answers no more."""
    sandbox = serve("github", tmp_path / "github.db")
    sandbox.stop()
    sandbox.stop()

    with pytest.raises(requests.ConnectionError):
        requests.get(sandbox.url, timeout=5)


def test_issues_opened_at_once_get_numbers_of_their_own(github_sandbox: Sandbox) -> None:
    """Eight threads that open five issues each get forty numbers."""

    def opened(thread: int) -> list[int]:
        hub = GitHub(github_sandbox.url)
        return [hub("POST", ISSUES, {"title": f"{thread}-{n}"})[1]["number"] for n in range(5)]

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for some in pool.map(opened, range(8)) for number in some]

    assert sorted(numbers) == list(range(1, 41))


def test_issues_created_at_once_get_keys_of_their_own(jira_sandbox: Sandbox) -> None:
    """Two threads that create ten issues each in bulk get twenty keys."""

    def created(_thread: int) -> list[str]:
        many = {"issueUpdates": [a_measure()] * 10}
        return [
            one["key"] for one in Jira(jira_sandbox.url)("POST", "issue/bulk", many)[1]["issues"]
        ]

    with ThreadPoolExecutor(2) as pool:
        keys = [key for some in pool.map(created, range(2)) for key in some]

    assert set(keys) == {f"OPS-{number}" for number in range(1, 21)}
