"""Each field in each direction, against both trackers: both ways, push only, pull only, off."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.sync.bench import ROW, WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.bench import Bench
    from tests.sync.places import Place
    from tracker.domain.items import ActionItem

FIELDS = ("title", "state", "owner", "priority", "kind")
EDITS = {
    "title": {"title": "Ours"},
    "state": {"status": "done"},
    "owner": {"owner": "@bob"},
    "priority": {"priority": "P3"},
    "kind": {"kind": "process"},
}
CHANGES: dict[str, dict[str, Any]] = {
    "title": {"title": "Theirs"},
    "state": {"state": "wont_do"},
    "owner": {"owner": "visitor"},
    "priority": {"priority": "P4"},
    "kind": {"kind": "repair"},
}
PEOPLE = '\n[people."@visitor"]\ngithub = "visitor"\njira = "sandbox:visitor"\n'


def filed_with(bench: Bench, place: Place, **directions: str) -> Bench:
    """Return the installation with one filed item and these directions."""
    set_ways(bench, place, **directions)
    bench.take_in(ROW)
    bench.cycles()
    place.proxy.forget()
    return bench


def set_ways(bench: Bench, place: Place, **directions: str) -> None:
    """Configure the directions of the one target."""
    lines = "".join(f'{name} = "{way}"\n' for name, way in directions.items())
    place.more = f"[target.fields]\n{lines}" if lines else ""
    bench.configure(PEOPLE)


def here(item: ActionItem, field: str) -> str | None:
    """Return a field of the item, in the words of the issue."""
    value = getattr(item, {"state": "status"}.get(field, field))
    return str(value).removeprefix("@") if value is not None else None


def there(place: Place, field: str) -> str | None:
    """Return a field of the issue."""
    value: str | None = getattr(place.only, field)
    return value


@pytest.mark.parametrize("field", FIELDS)
def test_a_push_only_field_is_never_taken_and_put_back(
    bench: Bench, place: Place, field: str
) -> None:
    """An edit over there is replaced by ours, its words are in the list, and undo brings them."""
    filed_with(bench, place, **{field: "push"})
    before = here(bench.item, field)
    place.change(place.only, **CHANGES[field])
    bench.cycles()
    (conflict,) = bench.conflicts

    assert here(bench.item, field) == before == there(place, field)
    assert (conflict.field, conflict.kept) == (field, "ours")
    assert str(conflict.theirs).endswith(next(iter(CHANGES[field].values())))
    assert bench.sync().writes == []

    bench.undo(conflict)
    bench.cycles()

    assert here(bench.item, field) == there(place, field) != before


@pytest.mark.parametrize("field", FIELDS)
def test_an_edit_here_of_a_push_only_field_arrives(bench: Bench, place: Place, field: str) -> None:
    """Push is half of both ways."""
    filed_with(bench, place, **{field: "push"})
    bench.edit(bench.item, **EDITS[field])
    bench.cycles()

    assert there(place, field) == here(bench.item, field)
    assert here(bench.item, field) == next(iter(EDITS[field].values())).removeprefix("@")
    assert bench.conflicts == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_pull_only_field_is_taken_and_never_written(
    bench: Bench, place: Place, field: str
) -> None:
    """An edit here stays here; theirs comes when it moves, and ours is in the list then."""
    filed_with(bench, place, **{field: "pull"})
    shown = there(place, field)
    bench.edit(bench.item, **EDITS[field])
    mine = here(bench.item, field)
    cycle = bench.cycles()
    stays = (there(place, field), here(bench.item, field))
    place.change(place.only, **CHANGES[field])
    bench.cycles()

    assert stays == (shown, mine)
    assert [write for write in cycle.writes if field in write.fields] == []
    assert here(bench.item, field) == there(place, field) != mine
    assert [(one.field, one.kept) for one in bench.conflicts] == [(field, "theirs")]
    assert bench.sync().writes == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_is_off_stays_apart(bench: Bench, place: Place, field: str) -> None:
    """Both sides may say what they like, and no cycle does anything about it."""
    filed_with(bench, place, **{field: "off"})
    bench.edit(bench.item, **EDITS[field])
    place.change(place.only, **CHANGES[field])
    said = (here(bench.item, field), there(place, field))
    cycle = bench.cycles()

    assert (here(bench.item, field), there(place, field)) == said
    assert [write for write in cycle.writes if field in write.fields] == []
    assert bench.conflicts == []


@pytest.mark.parametrize("way", ["off", "pull"])
def test_a_new_issue_shows_no_field_that_we_may_not_write(
    bench: Bench, place: Place, way: str
) -> None:
    """Nothing is filed for it, nothing stands of it in the text; but every issue has a title."""
    everything = dict.fromkeys(("title", "owner", "priority", "kind"), way)
    filed_with(bench, place, **everything)
    one = place.only

    assert (one.title, one.owner, one.kind) == (WORDS[0], None, None)
    assert one.priority == {"github": None, "jira": "P2"}[place.provider]
    assert "Priority" not in one.text
    assert (bench.item.priority, bench.item.owner) == ("P1", "@alice")
    assert bench.sync().writes == []


def test_what_was_begun_before_it_was_filed_is_closed_there_without_a_conflict(
    bench: Bench, place: Place
) -> None:
    """With its state pull only, an issue is opened as it is opened, and nothing is begun there."""
    set_ways(bench, place, state="pull")
    bench.take_in(ROW)
    bench.edit(bench.item, status="in_progress")
    bench.cycles()
    begun = (bench.item.status.value, place.only.state)
    place.change(place.only, state="done")
    bench.cycles()

    assert begun == ("in_progress", "open")
    assert bench.item.status.value == "done"
    assert bench.conflicts == []


def test_a_text_that_is_off_is_not_written(bench: Bench, place: Place) -> None:
    """Without our block the issue has people's words only, and is found again all the same."""
    filed_with(bench, place, block="off")
    bench.edit(bench.item, due="2027-05-06", title="Ours")
    bench.cycles()

    assert "Action item" not in place.only.text
    assert "2027-05-06" not in place.only.text
    assert (place.only.title, bench.link_states) == ("Ours", ["linked"])


def test_a_date_that_is_push_only_in_jira_is_put_back(
    double_filed: Bench,
) -> None:
    """The commitment stays; what Jira said is in the list."""
    github, jira = double_filed.places
    set_ways(double_filed, jira, due="push")
    jira.change(jira.only, due="2027-09-09")
    double_filed.cycles()

    assert str(double_filed.item.due) == jira.only.due == github.only.due == "2026-12-01"
    assert [(one.field, one.theirs) for one in double_filed.conflicts] == [("due", "2027-09-09")]


def test_a_field_that_is_switched_on_again_is_merged(bench: Bench, place: Place) -> None:
    """What was agreed on before stays known while a field is off."""
    filed_with(bench, place)
    set_ways(bench, place, title="off")
    place.change(place.only, title="Theirs")
    bench.cycles()
    apart = bench.item.title
    set_ways(bench, place)
    place.change(place.only, priority="P4")
    bench.cycles()

    assert apart == WORDS[0]
    assert bench.item.title == place.only.title == "Theirs"
    assert bench.conflicts == []


def test_the_plan_tells_of_a_put_back_value_and_writes_nothing(bench: Bench, place: Place) -> None:
    """What the next sync puts back is announced."""
    filed_with(bench, place, title="push")
    place.change(place.only, title="Theirs")
    planned = [write.told() for write in bench.plan().writes]
    writes = [write.told() for write in bench.sync().writes]

    assert planned == writes
    assert [one["fields"] for one in writes] == [["title"]]


def test_a_rebuilt_database_keeps_to_the_directions(
    bench: Bench, place: Place, migrated_file: Path, tmp_path: Path
) -> None:
    """An issue found again by its marker is put back, taken or left, as configured."""
    ways = {"title": "push", "priority": "pull", "owner": "off"}
    filed_with(bench, place, **ways)
    place.change(place.only, title="Theirs", priority="P4", owner="visitor")
    shutil.copyfile(migrated_file, tmp_path / "new.db")
    bench.moved_to(f"sqlite:///{tmp_path / 'new.db'}")
    bench.take_in(ROW)
    bench.cycles()

    assert (bench.item.title, bench.item.priority, bench.item.owner) == (WORDS[0], "P4", "@alice")
    assert (place.only.title, place.only.owner) == (WORDS[0], "visitor")
    assert ("title", "Theirs") in [(one.field, one.theirs) for one in bench.conflicts]
    assert bench.sync().writes == []
