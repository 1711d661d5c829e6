"""Kinds as issue types, and what places ask of new issues: milestones, components, own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amends.sandbox.furniture import Furniture, OwnField
from tests.fakes import faults
from tests.sync.bench import ROW, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.bench import Bench, Ran
    from tests.sync.places import Place

CUSTOMER = OwnField("customfield_10010", "Customer", required=True)
IMPACT = OwnField("customfield_10011", "Impact", "option", required=True, choices=("Low", "High"))
AREAS = OwnField("customfield_10012", "Areas", "array", "option", choices=("Mail", "Web"))
POINTS = OwnField("customfield_10013", "Points", "number")
HUB = Furniture(issue_types=("Task", "Bug", "Feature"), milestones=("Spring", "Autumn"))
SITE = Furniture(components=("Queue", "Mail"), own_fields=(CUSTOMER, IMPACT, AREAS, POINTS))
TYPES = {
    "github": 'kinds = { repair = "Bug", mitigate = "bug", detect = "Feature" }\n',
    "jira": 'kinds = { repair = "Bug", mitigate = "bug", detect = "Story" }\n',
}
DETECTS = {"github": "Feature", "jira": "Story"}
FILLED = """\
components = ["queue"]
[target.custom_fields]
Customer = "All of them"
customfield_10011 = "high"
Areas = ["Web", "Mail"]
Points = 5
"""


@pytest.fixture(params=["github", "jira"])
def typed(
    request: pytest.FixtureRequest,
    furnished: Callable[..., Place],
    make_bench: Callable[..., Bench],
    migrated_sqlite_url: str,
) -> Bench:
    """Return an installation with one filed item whose kind is an issue type."""
    place = furnished(request.param, HUB, TYPES[request.param])
    bench = make_bench(migrated_sqlite_url, place)
    bench.take_in(ROW)
    bench.cycles()
    return bench


def test_a_kind_is_filed_as_its_issue_type(typed: Bench) -> None:
    """Where types are configured, no label says the kind as well."""
    (place,) = typed.places

    assert place.only.type == DETECTS[place.provider]
    assert place.only.kind is None
    assert typed.sync().writes == []


def test_a_kind_edited_here_changes_the_type(typed: Bench) -> None:
    """One write, and what people labelled stays."""
    (place,) = typed.places
    place.change(place.only, labels=["bug", "kind"])
    typed.edit(typed.item, kind="repair")
    typed.cycles()

    assert place.only.type == "Bug"
    assert "bug" in place.only.labels


def test_a_type_changed_there_changes_the_kind(typed: Bench) -> None:
    """The first kind of a shared type is taken."""
    (place,) = typed.places
    place.change(place.only, type="Bug")
    cycle = typed.cycles()

    assert typed.item.kind == "repair"
    assert cycle.writes == []


def test_a_verify_and_an_undo_know_types_too(typed: Bench) -> None:
    """Read in bulk, a type is no change; a type that a run wrote is taken back."""
    (place,) = typed.places
    quiet = typed.sync_a_day_later()
    typed.edit(typed.item, kind="repair")
    typed.sync()
    typed.take_back()
    after = [typed.sync_a_day_later(), typed.sync()]

    assert (quiet.writes, quiet.tallies[0].pulled) == ([], 0)
    assert place.only.type == DETECTS[place.provider]
    assert (typed.item.kind, [one.writes for one in after]) == ("repair", [[], []])


def test_a_kind_that_shares_its_type_is_not_mistaken_for_the_other(typed: Bench) -> None:
    """`mitigate` shows as Bug too, and no reading of it makes it `repair`."""
    (place,) = typed.places
    typed.edit(typed.item, kind="mitigate")
    typed.cycles()
    place.change(place.only, title="Theirs")
    typed.cycles()

    assert (typed.item.kind, place.only.type) == ("mitigate", "Bug")
    assert typed.sync().writes == []


def test_a_type_that_stands_for_no_kind_changes_none(typed: Bench) -> None:
    """Somebody calls it a Task, or an Epic: the item keeps its kind, and the issue its type."""
    (place,) = typed.places
    strange = {"github": "Task", "jira": "Epic"}[place.provider]
    place.change(place.only, type=strange)
    typed.cycles()
    typed.edit(typed.item, title="Ours")
    typed.cycles()

    assert (typed.item.kind, place.only.type) == ("detect", strange)
    assert typed.conflicts == []


def test_every_new_issue_on_github_gets_the_type_and_the_milestone(
    furnished: Callable[..., Place], make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """The milestone is looked up once; what a person does with it later stays."""
    place = furnished("github", HUB, 'issue_type = "task"\nmilestone = "autumn"\n')
    bench = make_bench(migrated_sqlite_url, place)
    bench.sync()
    place.proxy.forget()
    bench.take_in_many(4)
    bench.sync()
    told = [(one.type, one.told["milestone"]["title"]) for one in place.issues()]

    assert told == [("Task", "Autumn")] * 4
    assert place.proxy.requests == 1 + 1 + 4
    assert bench.sync().writes == []


@pytest.mark.parametrize(
    ("provider", "more", "named"),
    [
        ("github", 'milestone = "Winter"\n', "milestone 'Winter'"),
        ("github", 'issue_type = "Bugg"\n', "issue type 'Bugg'"),
        ("github", 'kinds = { detect = "Bugg" }\n', "issue type 'Bugg'"),
        ("jira", 'issue_type = "Bugg"\n' + FILLED, "issue type 'Bugg'"),
        (
            "jira",
            FILLED.replace("queue", "Quue"),
            "'Quue' for 'Components'; it has 'Queue', 'Mail'",
        ),
        ("jira", FILLED.replace('"high"', '"dire"'), "'dire' for 'Impact'; it has 'Low', 'High'"),
        ("jira", FILLED.replace("Points = 5", 'Points = "5"'), "a number for 'Points'"),
        ("jira", FILLED.replace("Points", "Pints"), "no field 'Pints'"),
        ("jira", FILLED.replace('Customer = "All of them"\n', ""), "needs 'Customer'"),
    ],
)
def test_what_does_not_fit_the_place_is_said_and_nothing_is_filed(
    furnished: Callable[..., Place],
    make_bench: Callable[..., Bench],
    migrated_sqlite_url: str,
    provider: str,
    more: str,
    named: str,
) -> None:
    """In one sentence by sync and by doctor; corrected, the next sync files it."""
    place = furnished(provider, HUB if provider == "github" else SITE, more)
    bench = make_bench(migrated_sqlite_url, place)
    bench.take_in(ROW)
    cycle = bench.sync()
    error, filed = str(cycle.tallies[0].error), place.issues()
    doctor = checked(bench.ran("doctor", "--json"), place.name)
    place.more = FILLED if provider == "jira" else ""
    bench.configure()
    bench.cycles()

    assert (cycle.failed, filed) == (True, [])
    assert named in error
    assert named in doctor
    assert "\n" not in error
    assert place.only.title == WORDS[0]


def checked(ran: Ran, name: str) -> str:
    """Return what the doctor says of a target."""
    told: list[dict[str, str]] = ran.told  # type: ignore[assignment]  # the doctor prints a list
    return next(one["detail"] for one in told if one["check"] == f"target {name}")


def test_components_and_own_fields_are_filled_in(
    furnished: Callable[..., Place], make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """By name or id, in any case, in the shape that each field takes; the form is read once."""
    place = furnished("jira", SITE, FILLED)
    bench = make_bench(migrated_sqlite_url, place)
    bench.take_in_many(2)
    bench.sync()
    place.proxy.forget()
    bench.take_in_many(3, name="other.md")
    bench.sync()
    told = place.issues()[0].told

    assert [one["name"] for one in told["components"]] == ["Queue"]
    assert told["customfield_10010"] == "All of them"
    assert told["customfield_10011"] == {"value": "High"}
    assert told["customfield_10012"] == ["Web", "Mail"]
    assert told["customfield_10013"] == 5
    assert place.proxy.requests == 2
    assert bench.sync().writes == []


def test_a_field_that_jira_suddenly_requires_is_named_with_what_to_do(
    furnished: Callable[..., Place], make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """Without any configuration Jira's own refusal is told, and other items are not lost."""
    place = furnished("jira", Furniture(own_fields=(CUSTOMER,)))
    bench = make_bench(migrated_sqlite_url, place)
    bench.take_in(ROW)
    error = str(bench.sync().tallies[0].error)

    assert "Customer is required" in error
    assert "[target.custom_fields]" in error
    assert place.issues() == []


def test_edits_go_on_while_new_issues_are_refused(
    furnished: Callable[..., Place], make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """A milestone that vanished holds up new issues and nothing else."""
    place = furnished("github", HUB)
    bench = make_bench(migrated_sqlite_url, place)
    bench.take_in(ROW)
    bench.cycles()
    place.more = 'milestone = "Winter"\n'
    bench.configure()
    bench.edit(bench.item, title="Ours")
    bench.take_in(f"{WORDS[1]} | | | ", name="other.md")
    bench.sync()

    assert [one.title for one in place.issues()] == ["Ours"]


@pytest.mark.parametrize(
    ("name", "value"), [("P0", "Blocker"), ("P3", "Someday")], ids=["P0", "P3"]
)
def test_the_doctor_names_a_priority_that_the_scheme_lacks(
    jira: Place, make_bench: Callable[..., Bench], migrated_sqlite_url: str, name: str, value: str
) -> None:
    """Before any item has it."""
    jira.more = f'priorities = {{ {name} = "{value}" }}\n'
    bench = make_bench(migrated_sqlite_url, jira)
    doctor = checked(bench.ran("doctor", "--json"), jira.name)

    assert f"{name} = '{value}'" in doctor
    assert "'Highest', 'High', 'Medium', 'Low', 'Lowest'" in doctor


def test_priorities_that_share_a_name_are_not_mistaken_for_each_other(
    jira: Place, make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """Where P3 and P4 are both Low, an item of P4 stays one."""
    jira.more = 'priorities = { P4 = "Low" }\n'
    bench = make_bench(migrated_sqlite_url, jira)
    bench.take_in(f"{WORDS[0]} | @alice | P4 | 2026-12-01")
    bench.cycles()
    jira.change(jira.only, title="Theirs")
    bench.cycles()
    stayed = bench.item.priority
    jira.change(jira.only, priority="P1")
    bench.cycles()

    assert (stayed, bench.item.priority) == ("P4", "P1")


def test_a_jira_that_does_not_describe_its_forms_is_told_what_to_leave_out(
    furnished: Callable[..., Place], make_bench: Callable[..., Bench], migrated_sqlite_url: str
) -> None:
    """An old Data Center; nothing is filed half filled in, and nobody looks for lost rights."""
    place = furnished("jira", SITE, FILLED)
    place.proxy.inject(faults.instead(faults.not_found()), "GET", r"createmeta", times=None)
    bench = make_bench(migrated_sqlite_url, place)
    bench.take_in(ROW)
    error = str(bench.sync().tallies[0].error)

    assert "does not describe its form" in error
    assert place.issues() == []
