"""`amends doctor`: a line a question, a way out for each problem, a table that fits a terminal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.amends.shell import Shell
from tests.amends.terminal import on_terminal, plain
from tests.fakes import faults
from tests.fakes.moving import clock_shifted, retold
from tracker.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Onward
    from tests.sync.bench import Bench
    from tests.sync.places import GitHubPlace, Place

HOOK = 'webhook_secret_env = "HOOK"\n'


def examined(bench: Bench) -> tuple[int, dict[str, dict[str, Any]]]:
    """Return the doctor's exit status and its lines, by what they are about."""
    answer = Shell(bench.folder).quick("doctor", "--json")
    return answer.status, {one["check"]: one for one in answer.json}


def scoped(scopes: str) -> Callable[[Call, Onward], Reply]:
    """Let answers tell the scopes of a classic token."""
    return lambda call, onward: onward(call).with_headers(X_OAuth_Scopes=scopes)


def test_a_healthy_target_is_examined_in_every_respect(bench: Bench, place: Place) -> None:
    """All is well: status 0, and each line says what was found."""
    status, found = examined(bench)
    named = [f"{one} {place.name}" for one in ("target", "clock", "webhook", "lease")]

    assert status == 0
    assert {"configuration", "database", *named} <= found.keys()
    assert all(one["ok"] and not one["note"] for one in found.values())
    assert "version" in found["database"]["detail"]
    assert "may be written as" in found[f"target {place.name}"]["detail"]
    assert (f"quota {place.name}" in found) is (place.provider == "github")


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_line_names_its_target_once(
    bench: Bench, place: GitHubPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the secret is missing, unknown to GitHub, or at its limit."""
    details = []
    place.proxy.inject(faults.answer(faults.wait_some(429, 60)), "GET", "/user$")
    details.append(examined(bench)[1]["target platform"]["detail"])
    for token in ("somebody-elses", ""):
        monkeypatch.setenv("GITHUB_TOKEN", token)
        details.append(examined(bench)[1]["target platform"]["detail"])

    assert details[0].startswith("GitHub has reached its rate limit and pauses for 60 s")
    assert details[1].startswith("GitHub answered 401")
    assert details[2].startswith("GITHUB_TOKEN is not set")


def test_a_clock_that_is_off_is_told_with_what_to_do(bench: Bench, place: Place) -> None:
    """Two days ahead: which clock, by how much, and that sync itself does not mind."""
    place.proxy.lay(clock_shifted(timedelta(days=2)))
    status, found = examined(bench)
    clock = found[f"clock {place.name}"]

    assert (status, clock["ok"]) == (1, False)
    assert "ahead of this machine's; let this machine follow a time server" in clock["detail"]


@pytest.mark.parametrize(
    ("scopes", "words"),
    [("", "the scopes none"), ("gist, read:org", "gist, read:org"), ("repo:status", "repo:status")],
)
@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_classic_token_without_its_scope_is_told(
    bench: Bench, place: GitHubPlace, scopes: str, words: str
) -> None:
    """Which scopes it has, and which it needs."""
    place.proxy.lay(scoped(scopes))
    status, found = examined(bench)
    detail = found["target platform"]["detail"]

    assert status == 1
    assert words in detail
    assert "or make a fine-grained token with Issues: read and write" in detail


@pytest.mark.parametrize("scopes", ["repo", "gist, public_repo", "admin:org,repo"])
@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_classic_token_with_its_scope_is_good(
    bench: Bench, place: GitHubPlace, scopes: str
) -> None:
    """A public repository needs no more than public_repo."""
    place.proxy.lay(scoped(scopes))
    place.proxy.lay(retold(r"/repos/acme/platform$", lambda told: told.update(private=False)))

    assert examined(bench)[0] == 0


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_an_archived_repository_is_told(bench: Bench, place: GitHubPlace) -> None:
    """It can be read, and nothing can be written."""
    place.proxy.lay(retold(r"/repos/acme/platform$", lambda told: told.update(archived=True)))
    status, found = examined(bench)

    assert status == 1
    assert "is archived" in found["target platform"]["detail"]


def test_a_webhook_is_examined(bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its secret is not set; nothing came yet; it was set up; it told of an issue."""
    place.more = HOOK
    bench.configure()
    name = f"webhook {place.name}"
    unset = examined(bench)
    monkeypatch.setenv("HOOK", "a secret")
    silent = examined(bench)
    with bench.store.work() as work:
        work.deliveries.hear(place.name, now())
        work.commit()
    heard = examined(bench)
    bench.deliver(place.name, "d-1", "issues", {})
    told = examined(bench)

    assert (unset[0], unset[1][name]["ok"]) == (1, False)
    assert "HOOK is not set" in unset[1][name]["detail"]
    assert (silent[0], silent[1][name]["note"]) == (0, True)
    assert f"/webhooks/{place.provider}/{place.name}" in silent[1][name]["detail"]
    assert heard[1][name]["detail"].endswith(", of no issue yet")
    assert "last delivery" in told[1][name]["detail"]
    assert "no issue" not in told[1][name]["detail"]


def test_who_holds_a_target_is_told(bench: Bench, place: Place) -> None:
    """A sync that is at work, by machine and process."""
    with bench.store.work() as work:
        work.leases.take(f"target {place.name}", "host/1/2", work.clock(), 60)
        work.commit()
    _, found = examined(bench)

    assert "held by host/1/2 until" in found[f"lease {place.name}"]["detail"]


def test_a_limit_is_a_note_and_a_paused_target_is_left_in_peace(bench: Bench, place: Place) -> None:
    """It goes on by itself: status 0, and not one request more."""
    limit = faults.answer(faults.wait_some(429, 60))
    place.proxy.inject(limit, "*", "", times=None)
    assert examined(bench)[1][f"target {place.name}"]["note"]
    bench.sync()
    place.proxy.forget()
    status, found = examined(bench)

    assert (status, place.proxy.requests) == (0, 0)
    assert "pauses until" in found[f"target {place.name}"]["detail"]
    assert "it goes on by itself" in found[f"pause {place.name}"]["detail"]


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_the_table_fits_the_terminal(
    bench: Bench, place: Place, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Long sentences are wrapped within their column; each line begins with its sign."""
    monkeypatch.setenv(f"{place.provider.upper()}_TOKEN", "somebody-elses")
    shown = plain(on_terminal(bench.folder, "doctor", columns=columns))
    lines = shown.rstrip("\n").splitlines()
    signs = [line[:4].strip() for line in lines if not line.startswith(" ")]

    assert max(map(len, lines)) <= columns
    assert set(signs) == {"ok", "FAIL"}
    assert "put valid credentials into" in " ".join(shown.split())
