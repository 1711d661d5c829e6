"""Issue types, milestones, labels, components and own fields are sent as the trackers describe it.

Needs ../shared/api: skipped without it, failed under CI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sync.registry import tracker_for
from tests.support.descriptions import Watch, watched
from tests.sync.bench import WORDS, Bench
from tests.sync.places import SECRETS, GitHubPlace, JiraPlace
from tests.sync.test_issue_types import FILLED, HUB, SITE, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORM = "GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes"
TYPED = {"github": TYPES["github"], "jira": TYPES["jira"]}
LABELLED = {"github": 'label_prefix = "ours/"\n', "jira": 'label_prefix = "ours."\n'}


@pytest.fixture(name="watch", autouse=True)
def _watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    with watched() as watch:
        yield watch


@pytest.fixture(params=[TYPED, LABELLED], ids=["types", "labels"])
def bench(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite_url: str
) -> Iterator[Bench]:
    """Yield an installation before both trackers, with all that a place may ask for."""
    places = (GitHubPlace(tmp_path, HUB), JiraPlace(tmp_path, SITE))
    places[0].more = f'milestone = "Spring"\n{request.param["github"]}'
    places[1].more = f"{request.param['jira']}{FILLED}"
    bench = Bench(tmp_path, migrated_sqlite_url, places)
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.cycles()
    yield bench
    bench.close()
    for place in places:
        place.stop()


def test_filing_and_editing_kinds_is_as_described(bench: Bench, watch: Watch) -> None:
    """The look-ups, the creates and the edits, by types and by labels."""
    filed = {one.rpartition(" ")[0] for one in watch.passed}
    for kind in ("repair", "process", ""):
        bench.edit(bench.item, kind=kind, priority="P3")
        bench.cycles()

    assert {"GET /repos/{owner}/{repo}/milestones", FORM, f"{FORM}/{{issueTypeId}}"} <= filed
    assert bench.link_states == ["linked", "linked"]
    assert bench.operations == []


def test_examining_a_project_is_as_described(bench: Bench) -> None:
    """The doctor reads the forms of all issue types."""
    jira = bench.settings.target[1]
    tracker = tracker_for(jira, bench.settings)
    tracker.introduce({})

    assert tracker.examine() == []
