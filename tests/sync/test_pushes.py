"""A push that a webhook told of: the worker reads that repository at once, and no harm is done."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest

from amends.commands.documents import take_pushed
from amends.commands.syncing import jobs_for
from sync.worker import scheduled
from tests.sync.archive import NAME, SOURCE, a_postmortem, outcomes
from web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from sync.visiting import Brought
    from tests.sync.archive import Archive

KEY = "a secret of the tests"
PATIENCE = 30


def a_push(branch: str = "main", name: str = NAME, **more: Any) -> dict[str, Any]:
    """Return what GitHub tells of new commits, as far as the product reads it."""
    repository = {"full_name": name, "default_branch": "main"}
    return {"ref": f"refs/heads/{branch}", "repository": repository, "commits": [], **more}


def sent(archive: Archive, payload: object, number: str = "1", event: str = "push") -> TestResponse:
    """Send a delivery to the dashboard, signed as GitHub signs."""
    body = json.dumps(payload).encode()
    signature = "sha256=" + hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "X-Hub-Signature-256": signature,
        "X-GitHub-Delivery": number,
        "X-GitHub-Event": event,
    }
    client = create_app(archive.bench.settings, archive.bench.store).test_client()
    return client.post("/webhooks/github/platform", data=body, headers=headers)


def looked(archive: Archive) -> Brought | None:
    """Do what the worker does at each of its ticks, and count the requests of it alone."""
    archive.github.proxy.forget()
    return take_pushed(archive.bench.store, archive.bench.settings)


@pytest.fixture(name="hooked")
def _hooked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Return an installation with a webhook, that has read its repository."""
    return hooked(archive, monkeypatch)


@pytest.fixture(name="hooked_on_both")
def _hooked_on_both(archive_on_both: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Return the same, once on each kind of database."""
    return hooked(archive_on_both, monkeypatch)


def hooked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Give an installation a webhook, and let it read its repository."""
    monkeypatch.setenv("HOOK", KEY)
    archive.github.hook = 'webhook_secret_env = "HOOK"\n'
    archive.bench.configure(archive.bench.more)
    archive.ingest()
    return archive


def test_a_push_is_read_at_once(hooked_on_both: Archive) -> None:
    """The next tick reads what changed, and the one after it asks nothing."""
    hooked_on_both.commit({"disk.md": a_postmortem("disk")})
    answer = sent(hooked_on_both, a_push())
    brought = looked(hooked_on_both)

    assert answer.status_code == 202
    assert brought is not None
    assert outcomes(brought)["disk.md"] == "added"
    assert hooked_on_both.requests == 3
    assert looked(hooked_on_both) is None
    assert hooked_on_both.requests == 0


def test_a_push_that_tells_nothing_new_is_one_request(hooked: Archive) -> None:
    """Forged, late or doubled: one conditional look at most."""
    sent(hooked, a_push())
    sent(hooked, a_push(), number="1")
    sent(hooked, a_push(forced=True), number="2")
    brought = looked(hooked)

    assert brought is not None
    assert {one.outcome.value for one in brought.arrivals} == {"unchanged"}
    assert hooked.requests == 1


HARMLESS = {
    "another repository": a_push(name="acme/platform"),
    "another branch": a_push("feature/x"),
    "a tag": a_push() | {"ref": "refs/tags/v1"},
    "no repository": {"ref": "refs/heads/main"},
    "no ref": {"repository": {"full_name": NAME, "default_branch": "main"}},
    "nothing": {},
    "odd types": {"ref": ["refs/heads/main"], "repository": {"full_name": [NAME]}},
    "odd repository": {"ref": "refs/heads/main", "repository": NAME},
}


@pytest.mark.parametrize("payload", HARMLESS.values(), ids=HARMLESS)
def test_a_push_that_names_no_source_is_forgotten(hooked: Archive, payload: dict[str, Any]) -> None:
    """Nothing is asked, and it does not wait for ever."""
    answer = sent(hooked, payload)

    assert answer.status_code == 202
    assert looked(hooked) is None
    assert hooked.requests == 0
    with hooked.bench.store.reading() as work:
        assert work.deliveries.pushes() == []


def test_a_push_to_the_branch_or_tag_of_a_source_is_meant(hooked: Archive) -> None:
    """With a ref, that one counts and not the default branch."""
    hooked.library.tag(hooked.repository, "reviewed")
    hooked.bench.configure(f'{SOURCE}ref = "reviewed"\n')
    sent(hooked, a_push())
    default = looked(hooked)
    sent(hooked, a_push() | {"ref": "refs/tags/reviewed"}, number="2")

    assert default is None
    assert looked(hooked) is not None


def test_a_repository_is_named_whatever_its_case(hooked: Archive) -> None:
    """GitHub does not care either."""
    sent(hooked, a_push(name="Acme/Postmortems"))

    assert looked(hooked) is not None


def test_a_push_without_the_secret_is_refused(
    hooked: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody without it makes us ask."""
    monkeypatch.setenv("HOOK", "another")

    assert sent(hooked, a_push()).status_code == 401
    assert looked(hooked) is None


def test_a_ping_is_answered_and_wakes_nobody(hooked: Archive) -> None:
    """As before."""
    assert sent(hooked, {"zen": "Design for failure."}, event="ping").status_code == 200
    assert looked(hooked) is None


def test_an_ingest_settles_the_pushes_before_it(hooked: Archive) -> None:
    """What they tell of is read by it, once."""
    sent(hooked, a_push())
    hooked.ingest()

    assert hooked.requests == 1
    assert looked(hooked) is None


def test_a_sync_leaves_pushes_to_the_ingest(hooked: Archive) -> None:
    """A cycle that comes first takes nothing away, and fails at nothing."""
    sent(hooked, a_push())
    cycle = hooked.bench.sync()

    assert not cycle.failed
    assert looked(hooked) is not None


def test_a_sync_forgets_pushes_where_no_repository_is_a_source(hooked: Archive) -> None:
    """A webhook that tells of everything fills no database."""
    hooked.bench.configure()
    sent(hooked, a_push())
    hooked.bench.sync()

    with hooked.bench.store.reading() as work:
        assert work.deliveries.pushes() == []


def test_a_failed_look_is_not_tried_at_every_tick(hooked: Archive) -> None:
    """The schedule makes up for it."""
    hooked.github.proxy.inject(lambda _: None, "GET", "/commits$", times=None)
    sent(hooked, a_push())
    brought = looked(hooked)

    assert brought is not None
    assert len(brought.unreadable) == 1
    assert looked(hooked) is None


def test_the_worker_notices_a_push_by_itself(hooked: Archive) -> None:
    """Long before its schedule would read the sources again."""
    bench, proxy = hooked.bench, hooked.github.proxy
    bench.configure(bench.more, interval_seconds=3600)
    proxy.forget()
    scheduler = scheduled(jobs_for(bench.store, bench.settings), bench.settings)
    scheduler.start()
    until(hooked, lambda: (304, "commits") in answered(hooked))  # what the schedule begins with
    hooked.commit({"disk.md": a_postmortem("disk")})
    sent(hooked, a_push())
    until(hooked, lambda: len(bench.items) == 6)
    scheduler.shutdown(wait=True)

    assert len(bench.items) == 6


def answered(archive: Archive) -> list[tuple[int | None, str]]:
    """Return how what was asked for was answered."""
    return [(one.status, one.path.rpartition("/")[2]) for one in archive.github.proxy.passed]


def until(archive: Archive, true: Callable[[], bool]) -> None:
    """Wait for something, and not for ever."""
    for _ in range(PATIENCE * 10):
        if true():
            return
        archive.bench.wait(0.1)
