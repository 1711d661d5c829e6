"""What is particular to an App: whose key, which token, who its bot is."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from sync.providers.github import client as github_client
from tests.fakes import faults
from tests.fakes.moving import clock_shifted
from tests.support.keys import ANOTHER
from tests.sync.archive import Archive, a_postmortem
from tests.sync.bench import ROW
from tests.sync.editions import TOKENS, AppPlace, paths
from tracker.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.fakes import Call, Reply
    from tests.sync.bench import Make


def test_an_app_knows_who_it_is_before_its_first_issue(
    make_bench: Make, app: AppPlace, migrated_sqlite_url: str
) -> None:
    """The bot behind an App is asked for once, before anything is created."""
    bench = make_bench(migrated_sqlite_url, app)
    bench.take_in(ROW)
    bench.sync()
    passed = paths(app)

    assert passed[:3] == [
        "GET /app",
        f"POST /app/installations/{app.number}/access_tokens",
        "GET /users/amends%5Bbot%5D",
    ]
    assert passed.index("GET /app") < passed.index(f"POST {app.here}/issues")
    assert app.only.told["user"]["login"] == "amends[bot]"


def test_an_app_asks_for_one_token_and_is_told_not_modified(
    make_bench: Make, app: AppPlace, migrated_sqlite_url: str
) -> None:
    """A token serves all cycles of its hour, so a quiet one is answered with 304."""
    bench = make_bench(migrated_sqlite_url, app)
    bench.take_in_many(3)
    bench.cycles()
    bench.sync()
    app.proxy.forget()
    bench.sync()
    bench.sync()

    assert app.proxy.statuses == [304, 304]
    assert app.desk.given == 1


def test_the_threads_of_an_app_share_its_token(
    make_bench: Make, app: AppPlace, migrated_sqlite_url: str
) -> None:
    """A repository of postmortems is read with the token that writes the issues."""
    archive = Archive(make_bench(migrated_sqlite_url, app), app)
    archive.commit({"mail.md": a_postmortem("mail")})
    archive.ingest()
    archive.bench.cycles()

    assert len(app.issues()) > 0
    assert app.desk.given == 1


def test_a_token_that_ends_is_renewed_before(
    tmp_path: Path, make_bench: Make, migrated_sqlite_url: str
) -> None:
    """No request is ever sent with a token that has ended."""
    place = AppPlace(tmp_path, seconds=3)
    try:
        bench = make_bench(migrated_sqlite_url, place)
        bench.take_in(ROW)
        for _ in range(200):
            bench.sync()
            if place.desk.given > 2:
                break
            bench.wait(0.05)
    finally:
        place.stop()

    assert place.desk.given > 2
    assert 401 not in place.proxy.statuses


@pytest.mark.parametrize("write", [False, True])
def test_a_token_that_was_taken_away_is_replaced_at_once(
    make_bench: Make, app: AppPlace, migrated_sqlite_url: str, *, write: bool
) -> None:
    """A 401 on the App's token costs one new token and the same request again."""
    bench = make_bench(migrated_sqlite_url, app)
    bench.take_in(ROW)
    bench.cycles()
    app.proxy.forget()
    if write:
        end = app.desk.end_all
        bench.edit(bench.item, title="Words of ours")
        app.proxy.inject(ending(end), "GET", r"/issues$")
    else:
        app.desk.end_all()
    cycle = bench.sync()

    assert (cycle.failed, app.proxy.statuses.count(401), app.desk.given) == (False, 1, 2)
    assert bench.one_open_issue_an_item()
    assert len(cycle.writes) == int(write)


def ending(end: Callable[[], None]) -> Callable[[Call], Reply]:
    """Return a fault that lets a request pass, and ends all tokens after it."""

    def fault(call: Call) -> Reply:
        reply = call.pass_on()
        end()
        return reply

    return fault


@pytest.mark.parametrize("fault", [faults.drop_before, faults.hang_before, faults.broken_before])
def test_a_token_that_cannot_be_had_leaves_creates_unsent(
    make_bench: Make, app: AppPlace, migrated_sqlite_url: str, fault: Callable[[Call], Any]
) -> None:
    """Without a token nothing was sent, so nothing is unknown, and the next cycle goes on."""
    bench = make_bench(migrated_sqlite_url, app)
    bench.sync()
    bench.take_in(ROW)
    app.proxy.inject(ending(app.desk.end_all), "GET", r"/issues$")
    app.proxy.inject(fault, "POST", TOKENS)
    bench.configure(request_timeout_seconds=faults.patience(fault))
    cycle = bench.sync()

    assert cycle.failed
    assert len(app.issues()) == 0
    bench.cycles()
    assert bench.one_open_issue_an_item()


@pytest.mark.parametrize("days", [-1, 1])
def test_a_wrong_clock_does_not_lock_an_app_out(
    make_bench: Make,
    app: AppPlace,
    migrated_sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    days: int,
) -> None:
    """An App's word is dated by GitHub's clock, once that has shown ours to be wrong."""
    shift = timedelta(days=days)
    monkeypatch.setattr(github_client, "now", lambda: now() + shift)
    wrong = SimpleNamespace(time=(now() + shift).timestamp)
    monkeypatch.setattr("github.Auth.time", wrong)
    bench = make_bench(migrated_sqlite_url, app)
    bench.take_in(ROW)
    cycle = bench.sync()

    assert not cycle.failed
    assert app.proxy.statuses.count(401) == 1
    assert bench.one_open_issue_an_item()


def test_a_tracker_whose_date_is_wrong_does_not_end_a_token_early(
    make_bench: Make, app: AppPlace, migrated_sqlite_url: str
) -> None:
    """A Date a day off costs no more than tokens: the cycles go on."""
    app.proxy.lay(clock_shifted(timedelta(days=1)))
    bench = make_bench(migrated_sqlite_url, app)
    bench.take_in(ROW)
    bench.cycles()

    assert bench.one_open_issue_an_item()


LOCKED_OUT = {
    "no key": ("GITHUB_KEY", "-----BEGIN", "no RSA key in PEM form"),
    "another key": ("GITHUB_KEY", ANOTHER, "make a new one on the App's page"),
    "another App": ("app_id = 4711", "app_id = 4712", "correct app_id"),
    "another installation": (r"installation_id = \d+", "installation_id = 1", "installation_id"),
}


@pytest.mark.parametrize(("old", "new", "words"), LOCKED_OUT.values(), ids=LOCKED_OUT)
def test_what_an_app_lacks_is_said_in_a_sentence(
    make_bench: Make,
    app: AppPlace,
    migrated_sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    words: str,
) -> None:
    """A wrong key, App or installation stops the target with what to do about it."""
    if old.isupper():
        monkeypatch.setenv(old, new)
    app.login = re.sub(old, new, app.login) if not old.isupper() else app.login
    bench = make_bench(migrated_sqlite_url, app)
    bench.take_in(ROW)
    tally = bench.sync().tallies[0]

    assert tally.error is not None
    assert words in tally.error
    assert "\n" not in tally.error
    assert app.issues() == []


def test_the_secrets_of_an_app_are_kept_nowhere(
    make_bench: Make, app: AppPlace, migrated_sqlite_url: str
) -> None:
    """Neither the key nor a token is in the database."""
    bench = make_bench(migrated_sqlite_url, app)
    bench.take_in(ROW)
    bench.cycles()
    held = str(bench.dump())

    assert "ghs_" not in held
    assert "PRIVATE KEY" not in held
