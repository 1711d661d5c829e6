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
