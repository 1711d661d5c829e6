"""What the product sends to the other editions, and to an App's doors, is as described.

The descriptions are of github.com and Jira Cloud; where an edition differs, it is waived by name.
Needs ../shared/api: skipped without it, failed under CI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.shared.test_requests_described import LIST, sent
from tests.support.descriptions import Watch, watched
from tests.sync.bench import WORDS, Bench
from tests.sync.editions import EDITIONS
from tests.sync.places import PLACES, SECRETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OTHERS = [name for name in EDITIONS if name not in PLACES]
CREATES = {"github": f"POST {LIST}", "jira": "POST /rest/api/3/issue/bulk"}
EDITS = {
    "github": f"PATCH {LIST}/{{issue_number}}",
    "jira": "PUT /rest/api/3/issue/{issueIdOrKey}",
}
# what the descriptions, as they lie here, do not tell of these editions
WAIVED = {
    "enterprise": set[str](),
    "app": {"github-app-and-its-bot"},
    "data_center": {"jira-old-search"},
}


@pytest.fixture(name="watch", autouse=True)
def _watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    with watched() as watch:
        yield watch


@pytest.fixture(name="bench")
def _bench(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite_url: str
) -> Iterator[Bench]:
    """Yield an installation before one edition, whose two items have their issues."""
    place = EDITIONS[request.param](tmp_path)
    bench = Bench(tmp_path, migrated_sqlite_url, (place,))
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01", f"{WORDS[1]} | @carol | | ")
    bench.cycles()
    yield bench
    bench.close()
    place.stop()


@pytest.mark.parametrize(("bench", "edition"), [(one, one) for one in OTHERS], indirect=["bench"])
def test_a_whole_life_is_as_described(bench: Bench, watch: Watch, edition: str) -> None:
    """First sync, an owner who is refused, edits both ways, closing and reopening."""
    place = bench.places[0]
    first = sent(watch)
    bench.edit(bench.items[0], title="Ours", owner="@bob", priority="P3", due="2027-01-01")
    bench.cycles()
    bench.edit(bench.items[0], status="wont_do", reason="Because")
    bench.cycles()
    bench.edit(bench.items[0], status="open")
    place.change(place.titled(WORDS[1]), title="Theirs", state="done")
    bench.cycles()
    second = sent(watch)

    assert CREATES[place.provider] in first
    assert EDITS[place.provider] in second
    assert [item.title for item in bench.items] == ["Ours", "Theirs"]
    assert (
        set(watch.waived) - {"github-not-modified", "github-status-told-twice"} == (WAIVED[edition])
    )


@pytest.mark.parametrize("bench", ["app"], indirect=True)
def test_an_app_signs_in_as_described(bench: Bench, watch: Watch) -> None:
    """The token of an installation is asked for as described."""
    assert len(bench.links) == 2
    assert "POST /app/installations/{installation_id}/access_tokens" in sent(watch)


@pytest.mark.parametrize("bench", OTHERS, indirect=True)
def test_a_lost_answer_is_made_up_for_as_described(bench: Bench, watch: Watch) -> None:
    """What is asked to find an issue again is described too."""
    place = bench.places[0]
    place.proxy.inject(faults.drop_after, "POST", place.creates)
    bench.take_in(f"{WORDS[2]} | | | ", name="other.md")
    bench.sync()
    sent(watch)
    bench.cycles()

    assert bench.link_states == ["linked"] * 3
    assert CREATES[place.provider] not in sent(watch)
