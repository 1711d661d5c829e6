"""What we use of PyGithub and jira beyond their promises: an upgrade that moves it fails here."""

from __future__ import annotations

import inspect
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import github
import jira
import pytest
import requests
from github.Requester import (
    HTTPRequestsConnectionClass,
    HTTPSRequestsConnectionClass,
    Requester,
    RequestsResponse,
)

from sync.errors import Ambiguous, Moved, TrackerError, TryAgain
from sync.providers.github.client import Client as GitHubClient
from sync.providers.github.client import Login
from sync.providers.jira.client import Client as JiraClient
from tests.fakes import faults
from tests.fakes.calls import said
from tests.sync.places import GitHubPlace, JiraPlace, Place

if TYPE_CHECKING:
    from tests.fakes.proxy import Fault

NAME = "target here"


def client_of(place: Place, timeout: float = faults.PATIENCE) -> GitHubClient | JiraClient:
    """Return the product's client before a place."""
    if isinstance(place, GitHubPlace):
        return GitHubClient(place.proxy.url, Login(token="sandbox-token"), timeout, NAME)
    return JiraClient(place.proxy.url, "amends-bot", "sandbox-token", timeout, NAME)


def path_of(place: Place) -> str:
    """Return the path of a create, as the client takes it."""
    return {"github": "/repos/acme/platform/issues", "jira": "issue/bulk"}[place.provider]


def test_the_libraries_are_the_pinned_ones() -> None:
    """Whoever raises a version reads this file, and what it holds the libraries to."""
    assert (version("PyGithub"), version("jira")) == ("2.10.0", "3.10.5")


@pytest.mark.parametrize(
    ("base", "there"),
    [
        ("https://api.github.com", "https://api.github.com/graphql"),
        ("https://github.example.com/api/v3", "https://github.example.com/api/graphql"),
    ],
)
def test_pygithub_still_knows_where_graphql_stands(base: str, there: str) -> None:
    """On Enterprise it is beside the REST API, not below it."""
    hub = github.Github(auth=github.Auth.Token("t"), base_url=base)

    assert hub.requester.graphql_url == there


def test_jira_still_has_the_names_of_its_own_that_we_use() -> None:
    """`_session` is a requests session, `_get_url` makes addresses of the chosen version."""
    client = jira.JIRA(
        "http://127.0.0.1:9", get_server_info=False, options={"rest_api_version": "2"}
    )

    assert isinstance(client._session, requests.Session)  # noqa: SLF001  that is what is tested
    assert client._get_url("issue/bulk") == "http://127.0.0.1:9/rest/api/2/issue/bulk"  # noqa: SLF001  as above
    assert "response" in inspect.signature(jira.JIRAError).parameters
    client._session.close()  # noqa: SLF001  as above


def test_pygithub_still_has_the_connections_that_we_replace() -> None:
    """Requests pass the injected connection classes, with `timeout` and `getresponse`."""
    connection = HTTPRequestsConnectionClass("127.0.0.1", 9)

    assert connection.timeout is None
    assert callable(HTTPSRequestsConnectionClass.getresponse)
    assert callable(Requester.injectConnectionClasses)
    assert list(inspect.signature(RequestsResponse).parameters) == ["r"]
    assert callable(Requester.requestJson)
    connection.close()


def test_pygithub_still_takes_the_settings_that_turn_its_habits_off() -> None:
    """Retries, pacing and completion can be turned off by these names."""
    names = inspect.signature(github.Github).parameters

    assert {"retry", "lazy", "seconds_between_requests", "seconds_between_writes"} <= set(names)


@pytest.mark.parametrize("fault", [faults.drop_before, faults.broken_before, faults.drop_after])
def test_a_write_that_fails_is_sent_exactly_once(place: Place, fault: Fault) -> None:
    """Neither library sends a write again by itself."""
    place.proxy.inject(fault, "POST", "", times=None)
    with pytest.raises(Ambiguous):
        client_of(place).ask("POST", path_of(place), body={"title": "x"})

    assert place.proxy.requests == 1


@pytest.mark.parametrize("fault", [faults.drop_before, faults.broken_before, faults.hang_before])
def test_a_read_that_fails_is_sent_exactly_once(place: Place, fault: Fault) -> None:
    """Nor do they read again, and a server that says nothing is given up."""
    place.proxy.inject(fault, "GET", "", times=None)
    with pytest.raises(TryAgain):
        client_of(place, faults.patience(fault)).ask(
            "GET", "/user" if place.provider == "github" else "myself"
        )

    assert place.proxy.requests == 1


@pytest.mark.parametrize("status", [429, 503])
def test_no_library_waits_by_itself(place: Place, status: int) -> None:
    """A long Retry-After is handed to us at once, and nothing is sent after it."""
    place.proxy.inject(faults.answer(said(status, {}, Retry_After="1800")), "GET", "", times=None)
    with pytest.raises(TrackerError):
        client_of(place).ask("GET", "/user" if place.provider == "github" else "myself")

    assert place.proxy.requests == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_no_redirect_is_followed(place: Place, status: int, verb: str) -> None:
    """A redirect is told, with where it leads; its query would be lost on the way."""
    there = f"{place.proxy.url}/repositories/700000001"
    place.proxy.inject(faults.answer(faults.redirect(status, there)), verb, "", times=None)
    path = {"github": "/repos/acme/old", "jira": "issue/OLD-1"}[place.provider]
    body: dict[str, Any] | None = {} if verb == "POST" else None
    with pytest.raises(Moved) as told:
        client_of(place).ask(verb, path, body=body)

    assert told.value.location == there
    assert place.proxy.requests == 1


def test_clients_in_two_threads_do_not_share_a_connection(
    github: GitHubPlace, jira: JiraPlace
) -> None:
    """Each client counts its own requests."""
    one, other = client_of(github), client_of(jira)
    one.ask("GET", "/user")
    other.ask("GET", "myself")
    other.ask("GET", "serverInfo")

    assert (one.requests, other.requests) == (1, 2)
