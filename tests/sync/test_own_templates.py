"""A target's own template, at work: in use, edited, broken, mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sync.bench import ROW, WORDS

if TYPE_CHECKING:
    from tests.sync.bench import Bench, Ran
    from tests.sync.places import Place

GOOD = """\
Promised after {{ link(incident.title, incident.url) }} ({{ incident.severity }}), {{ item.kind }}:
{% for one in sources %}{{ quote(one.words) }}{% endfor %}
Due: {{ item.due }}
"""
BROKEN = "Promised after\n{{ incident.titel }}\n"
DASHBOARD = '\n[dashboard]\nurl = "https://dash.example"\n'


@pytest.fixture
def templated(bench: Bench, place: Place) -> Bench:
    """Return an installation with a template of its own, and one filed item."""
    write(bench, GOOD)
    place.more = 'template = "issue.j2"\n'
    bench.configure(DASHBOARD)
    bench.take_in(ROW)
    bench.cycles()
    place.proxy.forget()
    return bench


def write(bench: Bench, source: str) -> None:
    """Write the template."""
    (bench.folder / "issue.j2").write_text(source, encoding="utf-8")


def test_an_issue_has_the_text_of_its_targets_template(templated: Bench, place: Place) -> None:
    """It links back to the incident and quotes the source lines with their numbers."""
    text = place.only.text

    assert "https://dash.example/incidents/1" in text
    assert f"{WORDS[0]}  (line " in text
    assert "(SEV-2), detect:" in text
    assert "Kept by Amends" not in text
    assert templated.sync().writes == []


def test_a_new_template_reaches_an_issue_with_its_next_change(
    templated: Bench, place: Place
) -> None:
    """An edit of the template alone writes to no issue; there may be thousands."""
    write(templated, GOOD + "\nWith regards\n")
    quiet = templated.cycles().writes
    templated.edit(templated.item, due="2027-01-31")
    templated.cycles()

    assert quiet == []
    assert "With regards" in place.only.text
    assert place.only.due == "2027-01-31"


def test_with_a_broken_template_the_last_good_one_goes_on(templated: Bench, place: Place) -> None:
    """Told with file and line, in a new process as well; the issue keeps its form."""
    write(templated, BROKEN)
    templated.edit(templated.item, due="2027-01-31")
    ran = templated.ran("sync", "--json")
    told = str(ran.told["targets"][0]["error"])

    assert ran.status == 1
    assert "issue.j2, line 2" in told
    assert "the last template that worked is used instead" in told
    assert place.only.text.count("Promised after") == 1
    assert place.only.due == "2027-01-31"


def test_a_mended_template_is_used_again(templated: Bench, place: Place) -> None:
    """Nothing has to be reset."""
    write(templated, BROKEN)
    templated.sync()
    write(templated, GOOD.replace("Promised", "Pledged"))
    templated.edit(templated.item, due="2027-01-31")
    cycle = templated.cycles()

    assert "Pledged after" in place.only.text
    assert cycle.tallies[0].error is None


@pytest.mark.parametrize("source", [BROKEN, None], ids=["broken", "missing"])
def test_a_template_that_never_worked_gives_way_to_the_built_in_one(
    bench: Bench, place: Place, source: str | None
) -> None:
    """Items are filed all the same, whole, and doctor says what is wrong."""
    if source:
        write(bench, source)
    place.more = 'template = "issue.j2"\n'
    bench.configure(DASHBOARD)
    bench.take_in(ROW)
    bench.sync()
    doctor = checked(bench.ran("doctor", "--json"), place.name)

    assert "Action item of the incident" in place.only.text
    assert "issue.j2" in doctor
    assert "the built-in template is used instead" in doctor


def checked(ran: Ran, name: str) -> str:
    """Return what the doctor says of a target."""
    told: list[dict[str, str]] = ran.told  # type: ignore[assignment]  # the doctor prints a list
    return next(one["detail"] for one in told if one["check"] == f"target {name}")


def test_a_template_that_fails_for_one_item_fills_in_all_the_others(
    bench: Bench, place: Place
) -> None:
    """The one gets the built-in text, and the sentence names it."""
    write(bench, "{% if 'ten minutes' in item.title %}{{ 1 // 0 }}{% endif %}Our own words\n")
    place.more = 'template = "issue.j2"\n'
    bench.configure()
    bench.take_in(f"{WORDS[0]} | | | ", f"{WORDS[1]} | | | ")
    cycle = bench.sync()

    assert "Our own words" in place.titled(WORDS[1]).text
    assert "Our own words" not in place.titled(WORDS[0]).text
    assert "Action item of the incident" in place.titled(WORDS[0]).text
    assert "issue.j2, line 1" in str(cycle.tallies[0].error)


def test_the_plan_shows_a_new_issue_and_keeps_no_template(templated: Bench, place: Place) -> None:
    """A plan reads the template, and remembers nothing."""
    before = templated.dump()["targets"]
    write(templated, GOOD + "\nMore\n")
    templated.edit(templated.item, due="2027-01-31")
    cycle = templated.plan()

    assert [write.operation for write in cycle.writes] == ["update"]
    assert templated.dump()["targets"] == before
    assert "More" not in place.only.text
