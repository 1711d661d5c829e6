from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.web.api.peopled import people
from tests.web.api.program import problem
from tests.web.building import TEXT, an_incident, an_item
from tracker.clock import now
from tracker.extraction import as_json, extract
from tracker.reporting import as_json as report_json
from tracker.reporting import weekly
from tracker.storage.completion import Completion
from tracker.telling import conflict_told, incident_told

if TYPE_CHECKING:
    from tests.web.api.program import Program
    from tracker.settings import Settings
    from tracker.storage import Work

ITEM = {"id", "incident", "title", "kind", "status", "owner", "priority", "due"}
LINK = {"target", "provider", "key", "url", "state", "remote_status"}
CONFLICT = {"id", "item", "target", "field", "base", "ours", "theirs", "kept", "at", "undone_at"}
TALLY = {
    *("name", "requests", "pulled", "created", "updated", "closed", "unchanged", "unknown"),
    *("failed", "conflicts", "error"),
}


def test_an_item_has_what_the_contract_names(program: Program, work: Work) -> None:
    """Scripts rely on these names."""
    people(work)

    item = program.read("/items/A-1")

    assert set(item) >= ITEM | {"created_at", "closed_at", "links"}
    assert set(item["links"][0]) >= LINK
    assert item["links"] == program.read("/items/A-1/links")["data"]
    assert item["sources"][0]["first_line"] == 4


def test_items_are_a_spreadsheet_as_on_the_page(program: Program, work: Work) -> None:
    """The same lines by the same filters; what looks like a formula is none."""
    people(work)
    an_item(work, work.incidents.get(1), "=1+1", owner="@alice")
    work.commit()
    sheet = program.client.get("/api/v1/items.csv?owner=@alice&sort=created")
    page = program.client.get("/items.csv?owner=@alice&sort=created&view=all")

    assert sheet.mimetype == "text/csv"
    assert [line.split(",")[0] for line in sheet.text.splitlines()] == ["item", "A-5", "A-1"]
    assert "'=1+1" in sheet.text
    assert sheet.text == page.text
    problem(program.client.get("/api/v1/items.csv?owner="), 422)


def test_a_plan_is_asked_for_and_shown(program: Program, work: Work) -> None:
    """202, and there is none before the worker has made one."""
    before = program.read("/sync/plan")
    asked = program.send("POST", "/sync/plan")
    work.plans.keep({"writes": [{"item": "A-9", "target": "platform"}]}, now())
    work.commit()

    assert before == {"at": None, "writes": [], "asked": False}
    assert (asked.status_code, asked.headers["Location"]) == (202, "/api/v1/sync/plan")
    assert program.read("/sync/plan")["asked"] is True


def test_a_refused_write_is_taken_up_again(program: Program, work: Work) -> None:
    """By the number under which it is listed; one that is done is not found."""
    people(work)
    (listed,) = program.read("/sync/operations")["data"]
    sent = program.send("POST", f"/sync/operations/{listed['id']}/retry")

    assert sent.status_code == 202
    assert program.read("/sync")["asked"] is True
    problem(program.send("POST", "/sync/operations/99/retry"), 404)


def test_an_incident_is_told_with_its_completion(program: Program, work: Work) -> None:
    """In the list as on the command line; alone with everything that its documents say."""
    people(work)
    listed = program.read("/incidents")["data"]
    whole = program.read("/incidents/I-1")

    assert [one["id"] for one in listed] == ["I-1", "I-2"]
    assert (listed[0]["total"], listed[0]["done"], listed[0]["proposed"]) == (2, 1, 1)
    assert {name: whole[name] for name in listed[0]} == listed[0]
    assert (whole["services"], whole["owners"], whole["targets"]) == (
        ["db"],
        ["@alice"],
        ["platform"],
    )
    bare = incident_told(Completion(work.incidents.get(2), total=1, open=1), [])
    assert listed[1] | {"documents": []} == bare


def test_incidents_are_filtered_as_on_their_page(program: Program, work: Work) -> None:
    """By words, severity, owner and state."""
    people(work)

    def found(**query: str) -> list[str]:
        return [one["id"] for one in program.read("/incidents", **query)["data"]]

    assert found(text="slow") == ["I-2"]
    assert found(severity="SEV1") == ["I-1"]
    assert found(owner="@bob") == ["I-2"]
    assert found(state="remediated") == []
    assert found(sort="started") == ["I-1", "I-2"]


def test_an_incidents_parts_are_told(program: Program, work: Work) -> None:
    """Items, timeline, history, documents and each of their texts."""
    people(work)
    documents = program.read("/incidents/I-1/documents")["data"]
    revision = documents[0]["revisions"][0]["id"]

    text = program.read(f"/incidents/I-1/revisions/{revision}")

    assert text["text"] == TEXT
    assert {"item": "A-1", "first_line": 4, "last_line": 4} in text["places"]
    assert [one["id"] for one in program.read("/incidents/I-1/items")["data"]] == [
        "A-1",
        "A-2",
        "A-3",
    ]
    assert program.read("/incidents/I-1/timeline")["data"][0]["at"] == "10:00"
    assert len(program.read("/incidents/I-1/history")["data"]) == 3


def test_a_text_of_another_incident_is_not_found(program: Program, work: Work) -> None:
    """Numbers cannot be mixed to read what belongs elsewhere."""
    people(work)

    problem(program.send("GET", "/incidents/I-2/revisions/1"), 404)


def test_conflicts_are_told_as_the_contract_has_them(program: Program, work: Work) -> None:
    """The newest first, with all values, as `amends conflicts --json`."""
    people(work)

    listed = program.read("/conflicts")["data"]

    assert [set(one) for one in listed] == [CONFLICT, CONFLICT]
    assert listed == [conflict_told(one) for one in work.conflicts.find()]
    assert program.read("/conflicts/1") == listed[1]


def test_a_conflict_is_chosen_undone_and_kept(program: Program, work: Work) -> None:
    """Either side may stand at any time; undoing twice is a conflict of its own."""
    people(work)

    chosen = program.send("POST", "/conflicts/1/choose", {"side": "theirs"})
    again = program.send("POST", "/conflicts/1/choose", {"side": "ours"})
    undone = program.send("POST", "/conflicts/1/undo")
    twice = program.send("POST", "/conflicts/1/undo")
    kept = program.send("POST", "/conflicts/2/keep")

    titles = [one.json["item"]["title"] for one in (chosen, again, undone)]
    assert titles == ["Theirs", "Ours", "Theirs"]
    problem(twice, 409)
    assert kept.status_code == 200
    assert program.read("/conflicts", settled="false")["data"] == []
    assert len(program.read("/conflicts", settled="true", item="A-1")["data"]) == 2
    assert program.read("/conflicts", target="ops")["data"] == []
    assert program.read("/items/A-1/history")["data"][-1]["origin"] == "api"


def test_a_side_that_is_none_is_refused(program: Program, work: Work) -> None:
    """Ours or theirs."""
    people(work)

    told = problem(program.send("POST", "/conflicts/1/choose", {"side": "mine"}), 422)

    assert told["errors"][0]["pointer"] == "#/side"


def test_a_value_that_cannot_stand_is_a_conflict(program: Program, work: Work) -> None:
    """A tracker's title that is too long for us is refused, and nothing is chosen."""
    people(work)
    work.conflicts.add(1, 1, "title", ("a", "b", "x" * 3000), "ours", now())
    work.commit()

    problem(program.send("POST", "/conflicts/3/choose", {"side": "theirs"}), 409)
    assert work.conflicts.get(3).undone_at is None


def test_the_sync_is_told_as_the_contract_has_it(program: Program, work: Work) -> None:
    """Each configured target, synced or not, with the last run's writes."""
    people(work)
    link = work.links.of_item(1)[0]
    state = work.targets.known("platform", "github")
    state.report = {"name": "platform", "requests": 3, "updated": 1, "error": None}
    state.reported_at = now()
    work.targets.keep(state)
    work.writes.add("run", link, "update", {"title": "a"}, {"title": "b"}, now())
    work.commit()

    told = program.read("/sync")

    assert [one["name"] for one in told["targets"]] == ["platform", "quiet", "ops"]
    assert all(set(one) >= TALLY for one in told["targets"])
    assert told["targets"][0]["requests"] == 3
    assert told["targets"][1]["requests"] is None
    assert told["writes"] == [
        {"target": "platform", "item": "A-1", "operation": "update", "fields": ["title"]}
    ]
    assert program.read("/sync/operations")["data"][0]["error"] == "422: no such label"
    assert program.read("/targets")["data"][0] == {
        "name": "platform",
        "provider": "github",
        "container": "acme/platform",
        "configured": True,
        "linked": 1,
    }


def test_a_sync_is_asked_for_once(program: Program, work: Work) -> None:
    """202: the worker takes it up; asking twice is asking once."""
    answers = [program.send("POST", "/sync"), program.send("POST", "/sync")]

    assert [one.status_code for one in answers] == [202, 202]
    assert answers[0].headers["Location"] == "/api/v1/sync"
    assert work.deliveries.wishes() == ["sync"]
    assert program.read("/sync")["asked"] is True


def test_a_report_is_the_command_lines(program: Program, work: Work, settings: Settings) -> None:
    """Byte for byte what `amends report --week W --format json` prints."""
    an_item(work, an_incident(work))
    work.commit()
    last = program.read("/reports", weeks=2)["data"][1]

    answer = program.client.get(f"/api/v1/reports/{last['week']}")

    assert answer.text == report_json(weekly(work, last["week"], settings, now()))
    assert len(program.read("/reports")["data"]) == 13


def test_a_report_may_be_of_one_team(program: Program, work: Work) -> None:
    """Its items alone, and the command that tells the same; a team that has nothing is none."""
    an_item(work, an_incident(work), owner="@storage")
    an_item(work, an_incident(work, "Slow"), owner="@alice")
    work.commit()
    week = program.read("/reports", weeks=1)["data"][0]["week"]

    found = program.read(f"/reports/{week}", team="@storage")
    nobody = program.client.get(f"/api/v1/reports/{week}?team=@nobody")

    assert [one["id"] for one in found["items"]] == ["A-1"]
    assert "--team @storage" in found["command"]
    assert nobody.status_code == 404
    assert "no item belongs to the team @nobody" in nobody.text


def test_owners_are_told_with_what_is_left(program: Program, work: Work) -> None:
    """By name, with their open and late items."""
    people(work)

    assert program.read("/owners")["data"] == [
        {"name": "@alice", "items": 1, "active": 1, "overdue": 0},
        {"name": "@bob", "items": 1, "active": 1, "overdue": 0},
    ]


def test_a_document_is_brought_and_known_again(program: Program) -> None:
    """New, unchanged, edited: its path tells which document it is."""
    first = program.send("POST", "/postmortems", {"path": "disk.md", "text": TEXT})
    same = program.send("POST", "/postmortems", {"path": "disk.md", "text": TEXT})
    more = TEXT + "- Buy a disk\n"
    edited = program.send("POST", "/postmortems", {"path": "disk.md", "text": more})

    assert (first.status_code, first.json["outcome"], first.json["added"]) == (201, "added", 2)
    assert (same.status_code, same.json["outcome"]) == (200, "unchanged")
    assert (edited.status_code, edited.json["outcome"], edited.json["added"]) == (200, "updated", 1)
    assert first.headers["Location"] == edited.headers["Location"] == "/api/v1/incidents/I-1"
    assert program.read("/incidents/I-1")["documents"] == ["disk.md"]


def test_a_preview_stores_nothing(program: Program, work: Work) -> None:
    """It tells what `amends extract --json` tells."""
    answer = program.send("POST", "/postmortems?preview=true", {"path": "disk.md", "text": TEXT})

    assert answer.status_code == 200
    assert answer.json == json.loads(json.dumps(as_json("disk.md", extract(TEXT, name="disk.md"))))
    assert work.incidents.all() == []


def test_what_is_no_postmortem_is_said_so(program: Program, work: Work) -> None:
    """Nothing is stored, and the outcome says why."""
    answer = program.send("POST", "/postmortems", {"path": "list.md", "text": "Milk, bread\n"})

    assert (answer.status_code, answer.json["outcome"]) == (200, "no postmortem")
    assert work.incidents.all() == []


@pytest.mark.parametrize(
    "path",
    [
        "../a.md", "a/../b.md", "a/..", "..", ".", "./a.md", "a/./b.md", "a//b.md", "a/",
        "/etc/passwd", "C:/a.md", "c:a.md", "\\\\host\\a.md", "a\\b.md", "a\nb.md", "a.md\n",
        "a\u007f.md", "a\u0085.md", " a.md", "", "https://a.example/b.md",
    ],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(program: Program, work: Work, path: str) -> None:
    """With one sentence that shows a right one; nothing is stored."""
    told = problem(program.send("POST", "/postmortems", {"path": path, "text": TEXT}), 422)

    assert [one["pointer"] for one in told["errors"]] == ["#/path"]
    assert "postmortems/disk.md" in told["detail"]
    assert work.incidents.all() == []


@pytest.mark.parametrize("path", ["a", "a b.md", ".a/b.md", "..a.md", "a/..b/c.md", "INC 1: é.md"])
def test_a_path_of_odd_names_is_a_path(program: Program, path: str) -> None:
    """Dots, blanks and letters of any language stand in names."""
    sent = program.send("POST", "/postmortems?preview=true", {"path": path, "text": TEXT})

    assert (sent.status_code, sent.json["path"]) == (200, path)


def test_health_tells_the_databases_time(program: Program) -> None:
    """A watcher learns that the database answers."""
    told = program.read("/health")

    assert told["status"] == "ok"
    assert told["at"].endswith("+00:00")


def test_everything_is_searched(program: Program, work: Work) -> None:
    """By words, by a slip of the pen, by key; one kind alone; and nothing is nothing."""
    people(work)

    def found(**query: str) -> list[tuple[str, str]]:
        return [(one["kind"], one["id"]) for one in program.read("/search", **query)["data"]]

    assert ("item", "A-2") in found(q="restore")
    assert ("item", "A-2") in found(q="restoer")
    assert ("document", "I-1") in found(q="rehearse", kind="documents")
    assert found(q="A-3") == [("item", "A-3")]
    assert found(q="slow page", kind="incidents") == [("incident", "I-2")]
    assert len(found(q="disk", limit="1")) == 1
    assert found(q="zebra") == []
    assert program.read("/search", q="rehearse zebra")["loose"] is True
