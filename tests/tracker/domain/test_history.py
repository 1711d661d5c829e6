"""Which differences of an item are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tracker.domain.history import TOLD, Author, Origin, differences
from tracker.domain.items import ActionItem, Kind, Status

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ALICE = Author(Origin.API, "@alice")
ITEM = ActionItem(17, 3, "Alert on late index", Status.OPEN, NOW)


def test_what_is_the_same_is_not_told() -> None:
    """Two equal items differ in nothing."""
    assert differences(ITEM, replace(ITEM), NOW, ALICE) == []


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("title", "Sooner", "Sooner"),
        ("status", Status.DONE, "done"),
        ("kind", Kind.DETECT, "detect"),
        ("owner", "@bob", "@bob"),
        ("priority", "P1", "P1"),
        ("due", date(2026, 6, 1), "2026-06-01"),
        ("reason", "dear", "dear"),
        ("approver", "@bob", "@bob"),
        ("duplicate_of", 4, "4"),
        ("in_document", False, "False"),
    ],
)
def test_each_told_field_is_one_entry(field: str, value: object, text: str) -> None:
    """A change is told with texts, its incident, its item, its moment and its author."""
    after = replace(ITEM, **{field: value})  # type: ignore[arg-type]  # one field of any type
    found = differences(ITEM, after, NOW, ALICE)

    assert [(one.field, one.new, one.at, one.author) for one in found] == [
        (field, text, NOW, ALICE)
    ]
    assert (found[0].incident_id, found[0].item_id) == (3, 17)


def test_an_erased_value_is_none() -> None:
    """What is gone is told as absent, not as an empty text."""
    found = differences(replace(ITEM, owner="@bob"), ITEM, NOW, ALICE)

    assert (found[0].old, found[0].new) == ("@bob", None)


def test_every_field_that_people_edit_is_told() -> None:
    """No field of an edit form is missing."""
    assert {"title", "status", "owner", "priority", "due", "reason"} <= set(TOLD)
