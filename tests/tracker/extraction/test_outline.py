from tracker.extraction.blocks import cut
from tracker.extraction.outline import outline
from tracker.extraction.phrasebook import Role


def roles(text: str) -> list[tuple[str, Role | None]]:
    """Return the titles and roles of a document's chapters."""
    return [(chapter.title, chapter.role) for chapter in outline(cut(text))][1:]


def test_headings_of_any_level_open_chapters() -> None:
    """People mix their levels; the title decides."""
    found = roles("# The day\n### Issue Summary\nx\n# Root Cause\ny\n## Tasks\n- z")

    assert found == [
        ("The day", None),
        ("Issue Summary", Role.SUMMARY),
        ("Root Cause", Role.CAUSE),
        ("Tasks", Role.TASK),
    ]


def test_plain_labels_open_chapters_even_glued_to_text() -> None:
    """No blank line is needed before or after."""
    found = roles("The day\nTimeline:\n10:00 a\nTasks to address the issue:\nAdd a test.")

    assert found == [("Timeline", Role.TIMELINE), ("Tasks to address the issue", Role.TASK)]


def test_a_list_of_bold_labels_is_an_outline() -> None:
    """Some reports are one bullet list, whose parents are the sections."""
    found = roles("# The day\n\n- **Impact**:\n\nIt hurt.\n\n- **Review actions**:\n\n1. Do it")

    assert found[1:] == [("Impact", Role.IMPACT), ("Review actions", Role.TASK)]


def test_component_headings_sort_the_work_above_them() -> None:
    """A subheading without a meaning of its own takes its parent's."""
    chapters = outline(cut("# The day\n## Action items\n### Gateway\n- Add a test"))

    assert (chapters[-1].role, chapters[-1].group) == (Role.TASK, "Gateway")


def test_a_step_of_the_timeline_is_no_resolution() -> None:
    """Subheadings inside a timeline belong to it."""
    found = roles("# The day\n## Timeline\n### Resolution\n- x\n## Resolution\n- y")

    assert [role for _, role in found] == [
        None,
        Role.TIMELINE,
        Role.TIMELINE,
        Role.RESOLUTION,
    ]


def test_a_root_cause_below_a_timeline_ends_it() -> None:
    """Its heading is only a level too deep, and so are those that follow."""
    found = roles("# The break\n### Timeline\n- 10:00 x\n#### Root Cause\ny\n#### Resolution\nz")

    assert [role for _, role in found] == [None, Role.TIMELINE, Role.CAUSE, Role.RESOLUTION]


def test_a_bold_lead_before_text_opens_a_chapter() -> None:
    """The text after it is the chapter's first block."""
    chapters = outline(cut("# The day\n## Lessons learned\n**Action taken:** We wrote it down."))

    assert chapters[-1].role is Role.TASK
    assert [block.text for block in chapters[-1].blocks] == ["We wrote it down."]
