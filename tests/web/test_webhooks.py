from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tracker.storage import Work

SECRET = "a secret of the tests"
FORM = "application/x-www-form-urlencoded"
GITHUB = json.dumps({"action": "closed", "issue": {"number": 1}}).encode()
JIRA = json.dumps({"webhookEvent": "jira:issue_updated", "issue": {"key": "OPS-1"}}).encode()


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_HOOK", SECRET)
    monkeypatch.setenv("JIRA_HOOK", SECRET)


def signed(body: bytes, secret: str = SECRET) -> str:
    """Return the signature that a tracker sends with a body."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def from_github(
    client: FlaskClient, body: bytes = GITHUB, target: str = "platform", **headers: str | None
) -> TestResponse:
    """Send a delivery as GitHub does; a header that is None is left out."""
    usual: dict[str, str | None] = {
        "X-Hub-Signature-256": signed(body),
        "X-GitHub-Delivery": "72d3162e-cc78-11e3",
        "X-GitHub-Event": "issues",
    }
    told = {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}
    kept = {name: value for name, value in told.items() if value is not None}
    return client.post(f"/webhooks/github/{target}", data=body, headers=kept)


def from_jira(client: FlaskClient, body: bytes = JIRA, identifier: str = "") -> TestResponse:
    """Send a delivery as Jira does."""
    told = {"X-Hub-Signature": signed(body), "X-Atlassian-Webhook-Identifier": identifier}
    return client.post("/webhooks/jira/ops", data=body, headers=told)


def test_a_signed_delivery_is_stored_as_it_came(client: FlaskClient, work: Work) -> None:
    """The next cycle finds target, event and the exact body."""
    answer = from_github(client)

    waiting = work.deliveries.waiting("platform")
    assert answer.status_code == 202
    assert [(one.event, one.body) for one in waiting] == [("issues", GITHUB.decode())]
    assert "Set-Cookie" not in answer.headers


def test_the_same_delivery_again_is_stored_once(client: FlaskClient, work: Work) -> None:
    """Trackers send twice; the second time is answered and forgotten."""
    from_github(client)

    again = from_github(client)

    assert again.status_code == 200
    assert len(work.deliveries.waiting("platform")) == 1


def test_jira_deliveries_without_an_identifier_are_known_by_their_body(
    client: FlaskClient, work: Work
) -> None:
    """An old Data Center names no delivery; the same body is still stored once."""
    assert from_jira(client).status_code == 202
    assert from_jira(client).status_code == 200
    assert from_jira(client, JIRA.replace(b"OPS-1", b"OPS-2")).status_code == 202

    assert [one.event for one in work.deliveries.waiting("ops")] == ["jira:issue_updated"] * 2


def test_jira_deliveries_are_known_by_their_identifier(client: FlaskClient, work: Work) -> None:
    """Two deliveries of the same words are two where Jira says so."""
    from_jira(client, identifier="1")
    from_jira(client, identifier="2")

    assert len(work.deliveries.waiting("ops")) == 2


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "sha256=",
        signed(GITHUB, "another secret"),
        signed(GITHUB + b" "),
        "sha1=00",
        "sha256=\xe9",
    ],
)
def test_a_missing_or_wrong_signature_is_refused(
    client: FlaskClient, work: Work, signature: str | None
) -> None:
    """Nobody without the secret puts anything into the inbox."""
    answer = from_github(client, X_Hub_Signature_256=signature)

    assert answer.status_code == 401
    assert work.deliveries.waiting("platform") == []


def test_a_target_without_a_secret_takes_nothing(client: FlaskClient) -> None:
    """What cannot be verified is not believed."""
    assert from_github(client, target="quiet").status_code == 403


def test_a_secret_that_is_configured_but_not_set_takes_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty secret would let everybody in."""
    monkeypatch.setenv("GITHUB_HOOK", "")

    assert from_github(client, X_Hub_Signature_256=signed(GITHUB, "")).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/github/unknown",
        "/webhooks/github/ops",
        "/webhooks/jira/platform",
        "/webhooks/gitlab/platform",
    ],
)
def test_an_unknown_target_is_not_found(client: FlaskClient, path: str) -> None:
    """Neither a wrong name nor the wrong tracker for a name is taken."""
    headers = {"X-Hub-Signature-256": signed(GITHUB), "X-GitHub-Event": "issues"}

    assert client.post(path, data=GITHUB, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[1]", b'"x"', b"null", b"payload=%7B%7D", b"\xff\xfe", b"[" * 200_000],
)
def test_what_is_no_json_object_is_no_delivery(
    client: FlaskClient, work: Work, body: bytes
) -> None:
    """A signed body that nobody could read later is refused at once."""
    assert from_github(client, body).status_code == 400
    assert work.deliveries.waiting("platform") == []


@pytest.mark.parametrize("event", [None, "", "x" * 201])
def test_a_delivery_without_its_event_is_refused(client: FlaskClient, event: str | None) -> None:
    """A body alone does not say what it tells of."""
    assert from_github(client, X_GitHub_Event=event).status_code == 400


@pytest.mark.parametrize("body", [b"{}", b'{"webhookEvent": 7}', b'{"webhookEvent": "a\\u0000b"}'])
def test_a_jira_body_without_its_event_is_refused(client: FlaskClient, body: bytes) -> None:
    """Jira names the event in the body, or it is no delivery."""
    assert from_jira(client, body).status_code == 400


def test_an_identifier_that_cannot_be_stored_is_replaced(client: FlaskClient, work: Work) -> None:
    """A strange header neither fails nor makes the same body two deliveries."""
    first = from_jira(client, identifier="x" * 500)
    second = from_jira(client, identifier="\xad" * 3)

    assert (first.status_code, second.status_code) == (202, 200)
    assert len(work.deliveries.waiting("ops")) == 1


def test_a_ping_is_answered_and_leaves_nothing_to_do(client: FlaskClient, work: Work) -> None:
    """Setting a webhook up shows green on GitHub at once, and the doctor hears of it."""
    zen = b'{"zen": "Design for failure."}'
    answers = [
        from_github(client, zen, X_GitHub_Event="ping", X_GitHub_Delivery=number)
        for number in ("1", "2")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert work.deliveries.waiting("platform") == []
    assert work.deliveries.last("platform") is not None
    assert work.deliveries.last_event("platform") is None


def as_a_form(payload: bytes) -> bytes:
    """Return a payload as GitHub sends it where the content type was left as it is."""
    return urlencode({"payload": payload.decode()}).encode()


def test_a_delivery_sent_as_a_form_is_stored_as_its_payload(
    client: FlaskClient, work: Work
) -> None:
    """GitHub's usual content type is taken too; it signs the form as it is sent."""
    body = as_a_form(GITHUB)
    answer = from_github(client, body, Content_Type=FORM)

    assert answer.status_code == 202
    assert [one.body for one in work.deliveries.waiting("platform")] == [GITHUB.decode()]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"payload=",
        b"payload=no+json",
        b"other=%7B%7D",
        b"payload=%FF",
        b"a=1&" * 99,
        b"%5B%5D",
    ],
)
def test_a_form_without_a_payload_is_no_delivery(
    client: FlaskClient, work: Work, body: bytes
) -> None:
    """What nobody could read later is refused at once, however it is sent."""
    assert from_github(client, body, Content_Type=FORM).status_code == 400
    assert work.deliveries.waiting("platform") == []


def test_a_form_is_verified_as_it_was_sent(client: FlaskClient, work: Work) -> None:
    """The signature of the payload alone does not vouch for a form."""
    answer = from_github(
        client,
        as_a_form(GITHUB),
        Content_Type=FORM,
        X_Hub_Signature_256=signed(GITHUB),
    )

    assert answer.status_code == 401
    assert work.deliveries.waiting("platform") == []


def test_an_old_signature_does_not_vouch_for_a_delivery(client: FlaskClient, work: Work) -> None:
    """GitHub's SHA-1 header is not looked at, be it right."""
    old = "sha1=" + hmac.new(SECRET.encode(), GITHUB, hashlib.sha1).hexdigest()
    answer = from_github(client, X_Hub_Signature_256=None, X_Hub_Signature=old)

    assert answer.status_code == 401
    assert work.deliveries.waiting("platform") == []


@pytest.mark.parametrize("method", ["sha1", "sha256 ", "SHA256", "md5", ""])
def test_a_jira_signature_must_name_its_method(client: FlaskClient, method: str) -> None:
    """Jira writes by which method it signed; only SHA-256 is taken."""
    digest = hmac.new(SECRET.encode(), JIRA, hashlib.sha256).hexdigest()
    headers = {"X-Hub-Signature": f"{method}={digest}"}

    assert client.post("/webhooks/jira/ops", data=JIRA, headers=headers).status_code == 401


def test_a_replay_under_another_number_tells_nothing_new(client: FlaskClient, work: Work) -> None:
    """The number is not signed: who replays a body only has the same issue looked at again."""
    from_github(client)
    from_github(client, X_GitHub_Delivery="another")

    told = [(one.event, one.body) for one in work.deliveries.waiting("platform")]
    assert told == [("issues", GITHUB.decode())] * 2


def test_an_oversized_delivery_is_refused(client: FlaskClient, work: Work) -> None:
    """Two MiB are enough for any issue."""
    body = b'{"x": "' + b"x" * (2 * 1024 * 1024) + b'"}'

    assert from_github(client, body).status_code == 413
    assert work.deliveries.waiting("platform") == []


def test_a_webhook_is_posted_never_read(client: FlaskClient) -> None:
    """An address bar reaches no inbox."""
    assert client.get("/webhooks/github/platform").status_code == 405
