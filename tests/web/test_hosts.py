"""Under which names the dashboard answers: a page of another site must not become its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.building import an_account, an_incident, sign_in
from tracker import accounts
from tracker.clock import now
from tracker.dashboard import Dashboard
from tracker.domain.access import Scope
from web.app import create_app
from web.hosts import is_loopback, is_named

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tracker.settings import Settings
    from tracker.storage import Store, Work

STRANGE = (
    "evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
    "10.0.0.1", "[2001:db8::1]", "evil.example#@localhost", "[::1", "",
)  # fmt: skip


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "127.9.9.9", "[::1]:8"]
)
def test_names_of_this_machine_are_known(host: str) -> None:
    """With any port, and in any letters."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", STRANGE)
def test_a_foreign_name_is_nobodys(host: str) -> None:
    """Whatever it begins or ends with."""
    assert not is_loopback(host)
    assert not is_named(host, ("amends.example", ".corp.example"))


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("amends.example", True),
        ("Amends.Example:8443", True),
        ("amends.example.", True),
        ("a.corp.example", True),
        ("corp.example", False),
        ("evilcorp.example", False),
        ("notamends.example", False),
    ],
)
def test_configured_names_are_whole_names(host: str, known: bool) -> None:  # noqa: FBT001
    """One that begins with a dot stands for all below it."""
    assert is_named(host, ("amends.example:443", ".corp.example")) is known


@pytest.mark.parametrize("host", ["evil.example", "evil.example:5000", "10.0.0.1"])
def test_without_accounts_a_foreign_name_reads_and_changes_nothing(
    client: FlaskClient, work: Work, host: str
) -> None:
    """A rebound name of another site gets a sentence, on pages, in the API and for figures."""
    an_incident(work, "Zanzibar")
    work.commit()
    headers = {"Host": host}
    for path in ("/", "/incidents/1", "/api/v1/incidents", "/nowhere", "/metrics"):
        answer = client.get(path, headers=headers)
        assert (path, answer.status_code) == (path, 403)
        assert "Zanzibar" not in answer.text
    sent = client.post("/api/v1/sync", headers=headers)

    assert sent.status_code == 403
    assert "allowed_hosts" in sent.text
    assert work.deliveries.wishes() == []


def test_the_configured_address_and_allowed_hosts_are_answered(
    settings: Settings, light_store: Store
) -> None:
    """Beside loopback, which always is."""
    told = Dashboard(url="https://amends.example:8443", allowed_hosts=(".corp.example",))
    client = create_app(settings.model_copy(update={"dashboard": told}), light_store).test_client()
    names = ("amends.example", "pm.corp.example", "localhost:9", "[::1]:9", "evil.example")

    answers = [client.get("/", headers={"Host": name}).status_code for name in names]

    assert answers == [200, 200, 200, 200, 403]


def test_with_accounts_any_name_is_answered_unless_names_are_set(
    client: FlaskClient, settings: Settings, store: Store, work: Work
) -> None:
    """A session belongs to its host anyway; a set of names is kept to, whoever asks."""
    _, secret = accounts.make_token(work, an_account(work), "x", Scope.READ, None, now())
    work.commit()
    bearer = {"Host": "amends.example", "Authorization": f"Bearer {secret}"}
    told = settings.model_copy(update={"dashboard": Dashboard(allowed_hosts=("other.example",))})
    strict = create_app(told, store).test_client()

    assert client.get("/items", headers=bearer).status_code == 200
    assert strict.get("/items", headers=bearer).status_code == 403
    assert strict.get("/sign-in", headers={"Host": "amends.example"}).status_code == 403
    assert strict.get("/healthz", headers={"Host": "10.1.2.3"}).status_code == 200
    assert sign_in(strict).status_code == 303


@pytest.mark.parametrize("name", ["", ".", "a b", "https://a.example", "*.a.example", "a\x00"])
def test_what_is_no_host_is_refused(name: str) -> None:
    """With a sentence that names one."""
    with pytest.raises(ValueError, match="is no host"):
        Dashboard(allowed_hosts=(name,))
