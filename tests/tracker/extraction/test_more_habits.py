"""Habits of titles, lists and templates, each read as its author means it."""

import pytest

from tracker.domain.incidents import Facts
from tracker.extraction import extract

HEAD = "# Outage of the shop\n\n## Impact\n\nUsers could not pay.\n\n"


def found(text: str) -> list[tuple[str, str]]:
    """Return the work below an outage, with the section of each."""
    items = extract(HEAD + text).items
    return [(item.title, str(item.sources[-1].section)) for item in items]


def titles(text: str) -> list[str]:
    """Return what is promised below an outage."""
    return [title for title, _ in found(text)]


def facts(text: str) -> Facts:
    """Return the facts of a document."""
    return extract(text).facts


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("Plan de acción inmediato", "task"),
        ("Lo que hay que hacer", "measure"),
        ("Root cause remediations", "measure"),
        ("Looking forward", "measure"),
        ("Long term changes to releases", "measure"),
        ("What could be improved", "measure"),
        ("What's next", "task"),
    ],
)
def test_titles_of_work_are_known(title: str, section: str) -> None:
    """However a team names its plans."""
    work = f"## {title}\n\n- Add an index to the orders.\n- Remove the old queue.\n"

    assert found(work) == [
        ("Add an index to the orders.", section),
        ("Remove the old queue.", section),
    ]


def test_hindsight_without_an_order_is_no_work() -> None:
    """What could have gone better is only told there."""
    assert titles("## What could be improved\n\n- The alert came late.\n- Add an alert.\n") == []


def test_a_task_below_its_measure_is_work_of_its_own() -> None:
    """Its label says so; both may be one promise or two."""
    text = (
        "## Corrective measures\n\n"
        "1. Audits: Look through the keys of all servers.\n"
        "\t- Task: Write a calendar entry for the release train.\n"
    )

    assert [section for _, section in found(text)] == ["measure", "task"]


def test_a_list_may_begin_on_the_line_of_its_tag() -> None:
    """As in a page that a tool has joined."""
    text = "## Tasks\n\n<ol><li>Add an index.</li>\n<li>Remove the queue.</li></ol>\n"

    assert titles(text) == ["Add an index.", "Remove the queue."]


def test_a_checklist_is_work_below_any_title() -> None:
    """If the document lists no other."""
    boxes = "## Crítico\n\n- [x] Cambiar la clave\n- [ ] Crear un ambiente de pruebas\n"

    assert titles(boxes) == ["Cambiar la clave", "Crear un ambiente de pruebas"]
    assert titles(boxes + "\n## Tasks\n\n- Add an index.\n") == ["Add an index."]


def test_recommendations_are_work_unless_they_are_for_others() -> None:
    """A team recommends to itself; "users should" promises nothing."""
    own = "## Recommendations\n\n- Add an index.\n- Remove the old queue.\n"
    public = "## Recommendations\n\n- Change your password.\n- Remove the old queue.\n"

    assert titles(own) == ["Add an index.", "Remove the old queue."]
    assert titles(public) == []


def test_possible_actions_in_running_text_announce_a_list() -> None:
    """Without a heading."""
    text = "## Conclusion\n\nSome possible actions in the future:\n\n* Use a second proxy.\n"

    assert titles(text) == ["Use a second proxy."]


def test_identified_areas_only_introduce_the_list() -> None:
    """They are no deed that the list details."""
    text = (
        "## Looking forward\n\nWe have identified several key areas to improve the relay:\n\n"
        "1. **Simulator**\n   - Running stress tests of the simulator.\n"
    )

    assert titles(text) == ["Running stress tests of the simulator."]


def test_a_step_in_a_heading_is_a_step_whatever_it_tells_of() -> None:
    """A time stands first."""
    text = (
        "## Timeline\n\n### 10:00: It began\n\nIt broke.\n\n"
        "### 16:00: Follow-up with customers\n\n- Bob writes to them.\n\n"
        "## Follow-up timeline\n\n- 17:00 Bob answers.\n"
    )

    assert titles(text) == []


def test_toml_front_matter_is_no_text() -> None:
    """Its title is the document's."""
    front = '+++\ntitle = "Outage of 4 May 2024"\nteam = "infra"\n+++\n\n'
    told = facts(f"{front}The shop was down.\n\n## Root cause\n\nA disk was full.\n")

    assert (told.title, told.impact) == ("Outage of 4 May 2024", "The shop was down.")


def test_a_first_heading_may_name_services() -> None:
    """It is the title all the same."""
    assert facts("# All services outage\n\n## Impact\n\nNobody could pay.\n").title == (
        "All services outage"
    )


@pytest.mark.parametrize(
    "prompt",
    [
        "*Describe how users were impacted*",
        "What was hurt, and for how long?",
        "State the impact in numbers",
    ],
)
def test_what_a_template_asks_is_no_answer(prompt: str) -> None:
    """The answer stands below, or nowhere."""
    asked = f"# Outage of the shop\n\n## Impact\n\n{prompt}\n\n"

    assert facts(asked).impact is None
    assert facts(f"{asked}Nobody could pay for an hour.\n").impact == (
        "Nobody could pay for an hour."
    )


def test_a_bullet_that_lost_its_line_break_is_two() -> None:
    """As when a list is pasted."""
    told = facts(
        "# Outage of 6 May 2024\n\n## Timeline\n\n"
        "- 10:00: The shop broke. - 10:30: We noticed it. - 11:00: It was fixed.\n"
    )

    assert [entry.at for entry in told.timeline] == ["10:00", "10:30", "11:00"]


def test_the_timeline_may_tell_when_it_was_detected_in_a_sentence() -> None:
    """If none of its steps does."""
    told = facts(
        "# Outage of 6 May 2024\n\n## Timeline\n\n### Detection\n\n"
        "The issue was detected at 9:00 AM\n"
    )

    assert told.detected_at == "2024-05-06T09:00:00"


def test_a_bold_title_may_end_in_a_semicolon() -> None:
    """Some authors write all titles so."""
    told = facts("# Outage of 6 May 2024\n\n**TIMELINE**;\n* 10:00 :- It broke.\n")

    assert len(told.timeline) == 1


def test_a_resolution_that_starts_like_an_order_is_told() -> None:
    """A load balancer is no order to load."""
    told = facts(
        "# Outage\n\n## Resolution\n\nLoad balancer settings were corrected by Bob.\n"
        "Checks were added.\n"
    )

    assert told.resolution == "Load balancer settings were corrected by Bob."


def test_a_numeral_alone_is_no_work() -> None:
    """It only counts what stands below it."""
    text = "## Tasks\n\n(1)\nAdd an index.\nRaise the limit.\n(2)\nRemove the old queue.\n"

    assert titles(text) == ["Add an index.", "Raise the limit.", "Remove the old queue."]


def test_wrapped_paragraphs_are_read_as_running_text() -> None:
    """Below a title of work only their promises count."""
    text = (
        "## Prevention\n\nThe site has settings\nthat guard the mail.\n\n"
        "Servers that get the mail\nmay look at them or not.\n\n"
        "We will add an alert\nfor forged mail.\n"
    )

    assert titles(text) == ["We will add an alert for forged mail."]


def test_what_others_should_do_is_no_promise() -> None:
    """Advice to the reader is not the team's work."""
    text = "## Questions\n\nFrom now on, we ask you to pay in cash.\n"

    assert titles(text) == []


def test_a_report_below_its_assignment_is_read() -> None:
    """The assignment itself is not."""
    asked = (
        "Write a postmortem by these rules:\n\n- what were users experiencing?\n"
        "- Tasks must contain: add monitoring\n"
        "(be very specific, like a TODO)\n\n"
    )
    answer = (
        "# Outage of the shop\n\n## Timeline\n\n- 10:00 It broke\n- 11:00 It was fixed\n\n"
        "## Root cause\n\nA disk was full.\n\n## Tasks\n\n- Add an index.\n\n"
        + "Nobody could pay for an hour, and everybody was sorry for that. "
        * 9
    )
    read = extract(asked + answer)

    assert [item.title for item in read.items] == ["Add an index."]
    assert read.items[0].sources[0].first_line == 20
    assert not extract(asked).is_postmortem


def test_a_heading_may_hold_what_it_titles() -> None:
    """As when a label is made a heading."""
    told = facts(
        "# Outage of the shop\n\n### Root Cause: A disk was full of old logs\n\n"
        "### Impact: Nobody could pay for an hour\n"
    )

    assert told.root_cause == "A disk was full of old logs"
    assert told.impact == "Nobody could pay for an hour"


def test_a_half_of_the_day_holds_for_the_end_too() -> None:
    """From 1:10pm until 1:19 are nine minutes."""
    told = facts(
        "# Outage\n\n## Summary\n\nOn May 6 2024 from 1:10pm until 1:19 PST it was down.\n"
    )

    assert (told.ended_at, told.duration_minutes) == ("2024-05-06T13:19:00-08:00", 9)


def test_logs_in_fences_are_no_steps_where_titles_tell_the_steps() -> None:
    """They only illustrate them."""
    told = facts(
        "# Outage\n\n## Timeline\n\n### 2024-05-06 10:00\n\nIt broke.\n\n"
        "```\nMay 06 20:55:30 node docker[1]: error\n```\n\n### 11:00\n\n"
        "Bob saw it.\n\n```\nMay 06 21:55:30 node docker[1]: error\n```\n"
    )

    assert [entry.at for entry in told.timeline] == ["2024-05-06 10:00", "11:00"]


def test_a_label_level_with_a_labelled_list_is_not_within_it() -> None:
    """The next label ends the list."""
    told = facts(
        "# Outage\n\n- **Context**:\n  - 10:00 It broke\n\n"
        "- **Resolution**: Rollback to the old version of the shop\n"
    )

    assert told.resolution == "Rollback to the old version of the shop"


def test_an_ordinal_day_ends_no_sentence() -> None:
    """As in 3. February."""
    told = facts("# Outage\n\n## Impact\n\nOn Monday 3. February the shop was down.\n")

    assert told.impact == "On Monday 3. February the shop was down."


def test_a_question_may_title_work() -> None:
    """As teams that write for their users do."""
    text = (
        "What are we doing to prevent it from happening again?\n\n"
        "We are taking the following steps:\n\n"
        "    Replacing the disk of the shop\n    Reviewing the alerts on the disk\n"
    )

    assert titles(text) == ["Replacing the disk of the shop", "Reviewing the alerts on the disk"]


def test_a_short_title_sorts_the_orders_nested_in_it() -> None:
    """Each of them is a piece of work."""
    text = (
        "## Tasks\n\n- Patch the shop:\n  - Update the image of the shop.\n"
        "  - Remove the old image from all hosts.\n"
    )

    assert titles(text) == ["Update the image of the shop.", "Remove the old image from all hosts."]


def test_a_report_below_a_title_of_tasks_is_no_task() -> None:
    """As on a page that a course has begun."""
    text = (
        "# Course\n\n## Tasks\n\n### Postmortem: the shop was down\n\n"
        "**Impact:** Nobody could pay for an hour.\n\n"
        "**Root cause:** A disk was full of old logs.\n\n"
        "#### Corrective measures\n\n- Add an alert on the disk.\n"
    )
    read = extract(text)

    assert [item.title for item in read.items] == ["Add an alert on the disk."]
    assert read.facts.root_cause == "A disk was full of old logs."


def test_a_heading_that_orders_may_title_a_list_without_bullets() -> None:
    """Its lines are orders too."""
    text = (
        "## Corrective measures\n\n### Improve the alerts\n\n"
        "Add an alert on the disk.\nCheck the alerts each week.\n"
    )

    assert titles(text) == ["Add an alert on the disk.", "Check the alerts each week."]
