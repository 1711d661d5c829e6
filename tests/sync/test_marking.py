"""The marks on an adopted issue: where they stand, who finds them, how they go again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sync.providers.github.body import marker_in, rewritten
from sync.providers.jira.editions import CLOUD, DATA_CENTER
from sync.undoing import undo
from tests.sync.bench import WORDS
from tests.sync.old_issues import WORDS_OF_PEOPLE, adopted, old_issue
from tracker.domain.links import marker_of, sealed

if TYPE_CHECKING:
    from tests.fakes.calls import Call, Reply
    from tests.fakes.proxy import Onward
    from tests.sync.bench import Bench
    from tests.sync.places import Place

MARKER = marker_of("secret", "incident", "print", "platform", 1)
SEALED = sealed("secret", MARKER, "7")
OTHER = marker_of("other", "incident", "print", "platform", 1)


@pytest.mark.parametrize("text", ["", "Words", "Words\n", WORDS_OF_PEOPLE, "\n\n"])
def test_what_was_added_goes_without_a_trace(text: str) -> None:
    """Block and marker added and taken away leave the text byte for byte."""
    marked = rewritten(text, {"block": "Ours", "marker": SEALED})

    assert marked.startswith(text)
    assert marker_in(marked) == (MARKER, SEALED.rpartition("-")[2])
    assert rewritten(marked, {"block": None, "marker": None}) == text


def test_a_former_marker_is_replaced() -> None:
    """An issue bears one marker, wherever people's words stand."""
    marked = rewritten(f"Words\n\n<!-- amends:1:{OTHER} -->\nmore", {"marker": SEALED})

    assert marked == f"Words\n\n<!-- amends:1:{SEALED} -->\nmore"


def test_jira_cloud_keeps_the_marker_in_a_property() -> None:
    """It is said and read with its seal, and labels stay as they are."""
    (told,) = CLOUD.properties_of({"marker": SEALED})
    payload = {"properties": {told["key"]: told["value"]}, "fields": {"labels": ["x"]}}

    assert CLOUD.marker_in(payload) == (MARKER, SEALED.rpartition("-")[2])
    assert CLOUD.labels_of({"marker": SEALED}, ["x"]) == ["x"]


def test_jira_data_center_keeps_the_marker_in_a_label() -> None:
    """In place of a former one; nobody else's label goes."""
    labels = DATA_CENTER.labels_of({"marker": SEALED}, ["x", f"amends-{OTHER}"])

    assert labels == ["x", f"amends-{SEALED}"]
    assert DATA_CENTER.marker_in({"fields": {"labels": labels}})[0] == MARKER
    assert DATA_CENTER.properties_of({"marker": SEALED}) == []


def test_undoing_the_first_edit_leaves_peoples_words(bench: Bench, place: Place) -> None:
    """The block goes again, and the issue stays open and its item's."""
    bench.take_in(f"{WORDS[0]} | | | ")
    one = old_issue(place, text=WORDS_OF_PEOPLE)
    adopted(bench, one)
    bench.sync()
    undo(bench.store, bench.settings)

    assert WORDS[0] not in place.only.text
    assert place.only.text.startswith(one.text)
    assert place.only.state == "open"
    assert bench.link_states == ["linked"]


@pytest.mark.parametrize("place", ["github"], indirect=True)
def test_a_large_repository_is_not_read_whole_by_the_way(bench: Bench, place: Place) -> None:
    """A first sync then asks for our own issues only; adopted ones are followed all the same."""
    bench.take_in(f"{WORDS[0]} | | | ")
    one = old_issue(place)
    place.proxy.lay(_twenty_one_pages)
    bench.sync()
    asked = [one.target for one in place.proxy.passed if one.path.endswith("/issues")]
    other = old_issue(place, "Another")
    bench.take_in(f"{WORDS[1]} | | | ", name="other.md")
    adopted(bench, other, item=2)
    bench.cycles()
    bench.wait(1.1)
    place.change(place.titled("Another"), state="done")
    bench.cycles()

    assert ["creator=" in target for target in asked[:2]] == [False, True]
    assert [item.status.value for item in bench.items] == ["open", "done"]
    assert one.state == "open"


def _twenty_one_pages(call: Call, onward: Onward) -> Reply:
    """Let a list say that it has many pages."""
    reply = onward(call)
    if call.method != "GET" or not call.path.endswith("/issues"):
        return reply
    last = '<https://git.example/issues?per_page=100&page=21>; rel="last"'
    return replace(reply, headers={**reply.headers, "Link": last})
