from tracker.extraction import extract

HEAD = "# Outage of the shop\n\n## Summary\n\nUsers saw errors.\n\n"


def test_an_announced_list_is_work_wherever_it_stands() -> None:
    """Its introduction promises; that is no guess."""
    found = extract(
        HEAD + "## Recovery\n\nIt passed. Going forward, we will do the following:\n\n"
        "- We will watch the disk.\n- We will grow the disk.\n\nSpecifically:\n\n- Disks are slow."
    )

    assert [item.title for item in found.items] == [
        "We will watch the disk.",
        "We will grow the disk.",
    ]
    assert not found.ambiguous


def test_promises_in_prose_are_found_but_ambiguous() -> None:
    """A person should look before they are filed."""
    found = extract(
        HEAD + "## The disk\n\nIt was full. Next time we will watch it.\n\n"
        "The conclusion is simple: grow the disk earlier.\n"
    )

    assert [item.title for item in found.items] == [
        "Next time we will watch it.",
        "grow the disk earlier.",
    ]
    assert found.ambiguous


def test_prose_is_not_searched_where_work_is_listed() -> None:
    """The list is what was agreed."""
    found = extract(
        HEAD + "Next time we will watch the disk.\n\n## Action items\n\n- Grow the disk.\n"
    )

    assert [item.title for item in found.items] == ["Grow the disk."]
    assert not found.ambiguous


def test_a_table_of_actions_is_work_below_any_heading() -> None:
    """Its columns say so; other tables are none."""
    found = extract(
        HEAD + "## What comes after\n\n| Action | Owner | Priority | Due |\n|---|---|---|---|\n"
        "| Grow the disk | Bob | P1 | 2026-05-05 |\n\n"
        "## Numbers\n\n| Metric | Before | After |\n|---|---|---|\n| Errors | 1 | 2 |\n"
    )

    assert [(item.title, item.owner) for item in found.items] == [("Grow the disk", "Bob")]


def test_orders_below_the_resolution_are_tasks() -> None:
    """Some put their follow-ups there."""
    found = extract(
        HEAD + "## Resolution and recovery\n\nPublish a guide for admins.\n"
        "File a bug with the vendor of the chat.\n"
    )

    assert len(found.items) == 2
    assert found.ambiguous
