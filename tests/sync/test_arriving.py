"""Answers that never came: what took effect all the same is our own word, and nobody's edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.fakes.calls import said
from tests.fakes.deaths import dying
from tests.sync.bench import WORDS

if TYPE_CHECKING:
    from tests.fakes import Call, Reply
    from tests.sync.bench import Bench
    from tests.sync.places import Place

FIELDS = [
    {"status": "wont_do", "reason": "Because"},
    {"status": "done"},
    {"title": "Another title"},
    {"priority": "P3"},
    {"owner": "@bob"},
    {"due": "2027-01-01"},
]
NAMES = ["given up", "done", "title", "priority", "owner", "due"]
BEFORE = {
    "status": "open",
    "title": WORDS[0],
    "priority": "P1",
    "owner": "@alice",
    "due": "2026-12-01",
}


@pytest.mark.parametrize("values", FIELDS, ids=NAMES)
@pytest.mark.parametrize("nth", [1, 2])
def test_who_puts_a_field_back_before_the_answer_is_known_is_heard(
    bench_on_both: Bench, place: Place, values: dict[str, str], nth: int
) -> None:
    """The process dies between effect and answer, and a person goes back: the issue does, too."""
    bench = bench_on_both
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.cycles()
    bench.edit(bench.item, **values)
    sent = 0

    with dying(bench.store.engine) as death:

        def died(call: Call) -> Reply | None:
            nonlocal sent
            if death.dead or call.method not in {"PATCH", "PUT", "POST"} or "search" in call.path:
                return None if death.dead else call.pass_on()
            sent += 1
            call.pass_on()
            death.dead = sent == nth
            return None

        place.proxy.inject(died, "*", "", times=None)
        bench.sync()
    place.proxy.heal()
    bench.let_leases_run_out()
    name = next(iter(values))
    bench.edit(bench.item, **{name: BEFORE[name]})
    bench.cycles()
    item, one = bench.item, place.only

    assert sent >= 1
    assert str({"status": item.status.value}.get(name) or getattr(item, name)) == BEFORE[name]
    assert (one.title, one.state, one.priority) == (WORDS[0], "open", "P1")
    assert (one.owner, one.due) == ("alice", "2026-12-01")
    assert bench.conflicts == []


def test_what_was_refused_is_no_word_of_ours(bench_on_both: Bench, place: Place) -> None:
    """Somebody says there what the tracker did not take from us: it is theirs, and is taken."""
    bench = bench_on_both
    bench.take_in(f"{WORDS[0]} | @alice | P1 | 2026-12-01")
    bench.cycles()
    bench.edit(bench.item, title="Refused at first")
    edits = {"github": "PATCH", "jira": "PUT"}[place.provider]
    refusal = faults.answer(said(422, {"message": "Validation Failed", "errors": []}))
    place.proxy.inject(refusal, edits, place.issue, times=None)
    bench.sync()
    place.proxy.heal()
    bench.edit(bench.item, title=WORDS[0])
    place.change(place.only, title="Refused at first")
    bench.cycles()

    assert (bench.item.title, place.only.title) == ("Refused at first", "Refused at first")


@pytest.mark.parametrize("times", [1, 2])
def test_a_twin_that_hides_for_a_moment_is_closed_all_the_same(
    filed: Bench, place: Place, times: int
) -> None:
    """An answer of 404 is not the end of an issue that can be seen right after."""
    original = place.only
    place.copy(original)
    edits = {"github": "PATCH", "jira": "POST"}[place.provider]
    where = {"github": place.issue, "jira": "/transitions"}[place.provider]
    place.proxy.inject(faults.answer(faults.not_found()), edits, where, times=times)
    filed.cycles()

    assert {one.state for one in place.issues() if one.id != original.id} <= {
        "duplicate",
        "done",
        "wont_do",
    }
    assert filed.item.status.value == "open"
