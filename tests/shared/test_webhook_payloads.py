"""Webhook payloads of the tests are as published, and the published examples do no harm.

Needs ../shared/api: skipped without it, failed under CI.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from tests.support.descriptions import described
from tests.sync.bench import WORDS, Bench
from tests.sync.payloads import HOOK, github_payload, send
from tests.sync.places import SECRETS, GitHubPlace
from tests.sync.test_told import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def published(name: str) -> Any:
    """Return one of the published files, or skip the test without it."""
    return json.loads((described() / name).read_text(encoding="utf-8"))


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Iterator[GitHubPlace]:
    """Yield a GitHub that tells by webhook."""
    place = GitHubPlace(tmp_path)
    place.more = 'webhook_secret_env = "HOOK"\n'
    yield place
    place.stop()


@pytest.fixture(name="bench")
def _bench(
    tmp_path: Path, migrated_sqlite_url: str, place: GitHubPlace, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    """Yield an installation with one issue, that knows the webhook's secret."""
    for name, value in {**SECRETS, "HOOK": HOOK}.items():
        monkeypatch.setenv(name, value)
    bench = Bench(tmp_path, migrated_sqlite_url, [place])
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.cycles()
    yield bench
    bench.close()


def complaints(schemas: dict[str, Any], action: str, payload: object) -> list[str]:
    """Return what does not fit GitHub's schema of an event of issues."""
    schema = {**schemas, "$ref": f"#/definitions/issues${action}"}
    schema.pop("oneOf", None)
    found = Draft7Validator(schema).iter_errors(payload)
    return [f"{'.'.join(map(str, one.path))}: {one.message[:200]}" for one in found]


@pytest.mark.parametrize("action", [*ACTIONS, "deleted", "transferred"])
def test_the_payloads_of_the_tests_are_as_published(
    bench: Bench, place: GitHubPlace, action: str
) -> None:
    """What the tests deliver in GitHub's name fits GitHub's own schema of that event."""
    assert bench.link_states == ["linked"]
    if action == "closed":
        place.change(place.only, state="done")
    payload = github_payload(place, place.only, action)

    assert complaints(published("github-webhook-schemas.json"), action, payload) == []


def test_the_schema_can_refuse(bench: Bench, place: GitHubPlace) -> None:
    """A payload with a member too few or of another kind does not fit."""
    assert bench.link_states == ["linked"]
    schemas = published("github-webhook-schemas.json")
    payload = github_payload(place, place.only, "edited")
    payload["issue"]["number"] = "one"
    del payload["sender"]

    assert len(complaints(schemas, "edited", payload)) == 2


def test_every_published_example_is_stored_and_does_no_harm(
    bench: Bench, place: GitHubPlace
) -> None:
    """Examples of all events, of repositories that are not ours: stored once, and laid aside."""
    examples = [
        (group["name"], one)
        for group in published("github-webhook-examples.json")
        for one in group["examples"]
    ]
    answers = {
        send(bench, place, event, payload, f"d-{number}", form=number % 2 == 1).status_code
        for number, (event, payload) in enumerate(examples)
    }
    place.proxy.forget()
    cycle = bench.sync()

    assert len(examples) > 40
    assert answers <= {200, 202}
    assert (cycle.failed, cycle.writes, place.proxy.requests) == (False, [], 1)
    assert bench.link_states == ["linked"]
