"""What the emulators do otherwise is still so: a departure that is mended there goes from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from tests.emulators.places import Emulate, Jira820

TOKEN = {"Authorization": "Bearer sandbox-token"}


def status(place: Emulate | Jira820, path: str, **query: str) -> int:
    """Return how the emulator itself answers."""
    return requests.get(
        place.sandbox.url + path, params=query, headers=TOKEN, timeout=10
    ).status_code


def test_emulate_shows_no_bots(github: Emulate) -> None:
    """`has_no_bots` is needed: an App's own user is not shown."""
    assert status(github, "/users/amends-bot") == 200
    assert status(github, "/users/amends%5Bbot%5D") == 404


def test_emulate_knows_repositories_by_name_only(github: Emulate) -> None:
    """Nothing is made good: the engine goes back to the name by itself."""
    assert status(github, "/repos/amends-bot/platform/issues") == 200
    assert status(github, "/repositories/1/issues") == 404


def test_jira820_takes_milliseconds_for_days(bare_jira: Jira820) -> None:
    """`takes_milliseconds_for_days` is needed: a moment of today makes it fail."""
    jql = 'project = "JIRA820" AND updated >= '
    assert status(bare_jira, "/rest/api/2/search", jql=f"{jql}0") == 200
    assert status(bare_jira, "/rest/api/2/search", jql=f"{jql}1795290298000") == 500


def test_jira820_knows_keys_only(bare_jira: Jira820) -> None:
    """`KnowsKeysOnly` is needed: the number that it gave an issue leads nowhere."""
    query = {"jql": 'project = "JIRA820"', "maxResults": "1"}
    answer = requests.get(
        f"{bare_jira.sandbox.url}/rest/api/2/search", params=query, headers=TOKEN, timeout=10
    )
    (one,) = answer.json()["issues"]

    assert status(bare_jira, f"/rest/api/2/issue/{one['key']}") == 200
    assert status(bare_jira, f"/rest/api/2/issue/{one['id']}") == 404


def test_jira820_knows_no_bulk(bare_jira: Jira820) -> None:
    """Nothing is made good: the engine creates one by one by itself."""
    place = f"{bare_jira.sandbox.url}/rest/api/2/issue/bulk"
    answer = requests.post(place, json={"issueUpdates": []}, headers=TOKEN, timeout=10)

    assert answer.status_code == 405
