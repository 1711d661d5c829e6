"""An item whose document names its issue takes that one: no second one is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sync.bench import HEAD, WORDS
from tests.sync.old_issues import all_adopted, old_issue, pairs, planned, short

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place


def take_in_lines(bench: Bench, *lines: str, name: str = "queue.md") -> None:
    """Ingest a postmortem with a list of action items."""
    bench.take_in_text(HEAD + "".join(f"- {line}\n" for line in lines), name)


def test_a_ticket_beside_the_words_is_adopted_by_the_sync(
    bench_on_both: Bench, place: Place
) -> None:
    """The plan says so, the sync does it with one edit, and nothing is filed."""
    bench = bench_on_both
    one = old_issue(place, "Queue alerts", text="Words")
    take_in_lines(bench, f"{WORDS[0]} ([ticket]({short(place, one)}))")
    announced = bench.plan()
    done = bench.sync()
    bench.cycles()

    assert [write.operation for write in announced.writes] == ["update"]
    assert [write.told() for write in done.writes] == [write.told() for write in announced.writes]
    assert f"adopted {one.key}" in done.notes[0]
    assert [issue.title for issue in place.issues()] == ["Queue alerts"]
    assert bench.link_states == ["linked"]


def test_an_issue_amid_the_words_is_another_work(bench: Bench, place: Place) -> None:
    """The item is filed as usual; adopting in bulk lists it, and leaves it."""
    one = old_issue(place, "The first alert")
    take_in_lines(bench, f"Remove what {short(place, one)} left behind in the queue")
    left = pairs(planned(bench))
    bench.cycles()

    assert left[0][1:3] == (one.key, "link")
    assert "may mean another work" in str(left[0][3])
    assert len(place.issues()) == 2


def test_the_setting_switches_it_off(bench: Bench, place: Place) -> None:
    """With adopt = "off" every open item is filed."""
    place.more = 'adopt = "off"\n'
    bench.configure()
    one = old_issue(place, "Queue alerts")
    take_in_lines(bench, f"{WORDS[0]} ([ticket]({short(place, one)}))")
    bench.cycles()

    assert len(place.issues()) == 2


def test_a_ticket_of_two_items_is_the_first_ones(bench: Bench, place: Place) -> None:
    """The other one is filed, and it is said why."""
    one = old_issue(place, "Queue alerts")
    ticket = f"([ticket]({short(place, one)}))"
    take_in_lines(bench, f"{WORDS[0]} {ticket}", f"{WORDS[1]} {ticket}")
    done = bench.sync()
    bench.cycles()

    assert len(place.issues()) == 2
    assert any("is the issue of A-1 already" in note for note in done.notes)
    assert bench.link_states == ["linked", "linked"]


def test_a_ticket_that_is_closed_ends_its_item(bench: Bench, place: Place) -> None:
    """Work that was done years ago is not asked for again."""
    one = old_issue(place, "Queue alerts", state="done")
    take_in_lines(bench, f"{WORDS[0]} ([ticket]({short(place, one)}))")
    bench.cycles()

    assert bench.item.status.value == "done"
    assert place.only.state == "done"


def test_a_ticket_that_is_not_there_is_filed(bench: Bench, place: Place) -> None:
    """A dead link promises nothing."""
    one = old_issue(place, "Queue alerts")
    take_in_lines(bench, f"{WORDS[0]} ([ticket]({short(place, one)}77))")
    bench.cycles()

    assert len(place.issues()) == 2


def test_looking_at_tickets_costs_one_request_each_and_once(bench: Bench, place: Place) -> None:
    """What is adopted or filed is looked at no more: an idle cycle is one request."""
    one = old_issue(place, "Queue alerts")
    take_in_lines(bench, f"{WORDS[0]} ([ticket]({short(place, one)}))", WORDS[1])
    bench.cycles()
    place.proxy.forget()
    bench.sync()

    assert place.proxy.requests == 1


def test_links_come_before_titles_in_bulk(bench: Bench, place: Place) -> None:
    """The document's own word counts more than an equal title."""
    one = old_issue(place, "Queue alerts")
    old_issue(place, WORDS[0])
    take_in_lines(bench, f"{WORDS[0]} ([ticket]({short(place, one)}))")

    assert pairs(all_adopted(bench)) == [("A-1", one.key, "link", None)]
