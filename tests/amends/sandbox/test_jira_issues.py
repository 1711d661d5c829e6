"""Issues of the Jira sandbox, one at a time and fifty at once."""

from typing import Any

import pytest
import requests

from amends.sandbox import Sandbox
from tests.amends.sandbox.clients import Jira, a_measure

BROKEN = ("[1]", "{", '{"fields": {"summary": "\\ud83d"}}')


def fields_of(site: Jira, key: str = "OPS-1") -> dict[str, Any]:
    """Return all fields of an issue."""
    fields: dict[str, Any] = site("GET", f"issue/{key}")[1]["fields"]
    return fields


@pytest.fixture(name="one")
def _one(site: Jira) -> Jira:
    """Open one issue."""
    site("POST", "issue", a_measure())
    return site


def test_an_issue_holds_what_it_was_opened_with(one: Jira) -> None:
    """Every field we send comes back, and the creator is the token's account."""
    fields = fields_of(one)

    assert fields["summary"] == "Alert on replication lag"
    assert fields["description"] == "From the postmortem of 3 May"
    assert (fields["labels"], fields["duedate"]) == (["postmortem"], "2026-12-24")
    assert fields["priority"]["name"] == "High"
    assert fields["assignee"]["accountId"] == "sandbox:alice"
    me = one("GET", "myself")[1]["accountId"]
    assert fields["creator"]["accountId"] == me
    assert fields["status"]["statusCategory"]["key"] == "new"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"summary": " "}, "summary"),
        ({"summary": "a\nb"}, "summary"),
        ({"summary": "x" * 256}, "summary"),
        ({"description": "x" * 32_768}, "description"),
        ({"description": {"type": "doc"}}, "description"),
        ({"labels": ["two words"]}, "labels"),
        ({"labels": "one"}, "labels"),
        ({"duedate": "tomorrow"}, "duedate"),
        ({"priority": {"id": "9"}}, "priority"),
        ({"assignee": {"accountId": "nobody"}}, "assignee"),
        ({"issuetype": {"name": "Wish"}}, "issuetype"),
        ({"project": {"key": "NONE"}}, "project"),
        ({"resolution": {"name": "Done"}}, "resolution"),
        ({"customfield_1": 1}, "customfield_1"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named(
    site: Jira, change: dict[str, object], field: str
) -> None:
    """A wrong field is a 400 that names it, and nothing is opened."""
    form = {"fields": {**a_measure()["fields"], **change}}
    status, body = site("POST", "issue", form)

    assert (status, list(body["errors"])) == (400, [field])
    assert site("GET", "issue/OPS-1")[0] == 404


def test_all_faults_are_told_at_once(site: Jira) -> None:
    """A form with three faults is answered with three."""
    status, body = site("POST", "issue", {"fields": {"duedate": "x"}})

    assert status == 400
    assert set(body["errors"]) == {"project", "issuetype", "summary", "duedate"}


@pytest.mark.parametrize(
    "form",
    [
        {"fields": [1]},
        a_measure(properties=[{"key": "p"}]),
        a_measure(transition={"id": "99"}),
        a_measure(update={"labels": [{"sing": "x"}]}),
    ],
)
def test_a_form_of_the_wrong_kind_is_refused(site: Jira, form: dict[str, object]) -> None:
    """What is no form of Jira's is a 400."""
    assert site("POST", "issue", form)[0] == 400


def test_a_bulk_creates_what_it_can_and_names_the_rest(site: Jira) -> None:
    """Each element stands for itself; the failed ones are told by their place."""
    many = [a_measure(), {"fields": {}}, a_measure(transition={"id": "31"}), "nonsense"]
    status, body = site("POST", "issue/bulk", {"issueUpdates": many})

    assert status == 201
    assert [issue["key"] for issue in body["issues"]] == ["OPS-1", "OPS-2"]
    assert [error["failedElementNumber"] for error in body["errors"]] == [1, 3]
    assert "summary" in body["errors"][0]["elementErrors"]["errors"]
    assert fields_of(site, "OPS-2")["resolution"]["name"] == "Done"


def test_a_bulk_that_creates_nothing_is_400(site: Jira) -> None:
    """All failed, none sent, and more than fifty are refused."""
    assert site("POST", "issue/bulk", {"issueUpdates": [{"fields": {}}]})[0] == 400
    assert site("POST", "issue/bulk", {"issueUpdates": []})[0] == 400
    assert site("POST", "issue/bulk", {"issueUpdates": [a_measure()] * 51})[0] == 400
    assert site("GET", "issue/OPS-1")[0] == 404


def test_an_edit_returns_the_issue_if_asked_to(one: Jira) -> None:
    """The plain answer is 204; with returnIssue it is the issue as it now is."""
    quiet = one("PUT", "issue/OPS-1", {"fields": {"summary": "a"}})
    told = one("PUT", "issue/OPS-1", {"fields": {"duedate": None}}, returnIssue="true")

    assert quiet == (204, None)
    assert (told[0], told[1]["fields"]["summary"], told[1]["fields"]["duedate"]) == (200, "a", None)


def test_labels_are_added_and_removed_one_by_one(one: Jira) -> None:
    """The set is edited, not replaced."""
    one("PUT", "issue/OPS-1", {"update": {"labels": [{"add": "b"}, {"add": "a"}]}})
    one("PUT", "issue/OPS-1", {"update": {"labels": [{"remove": "postmortem"}]}})

    assert fields_of(one)["labels"] == ["a", "b"]


def test_an_update_can_set_and_comment(one: Jira) -> None:
    """`set` and a comment are operations as well."""
    update = {"summary": [{"set": "a"}], "comment": [{"add": {"body": "Done?"}}]}
    one("PUT", "issue/OPS-1", {"update": update})

    assert fields_of(one)["summary"] == "a"
    assert [said["body"] for said in one("GET", "issue/OPS-1/comment")[1]["comments"]] == ["Done?"]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"fields": {"summary": "a"}, "update": {"summary": [{"set": "b"}]}},
        {"update": {"labels": [{"add": "two words"}]}},
        {"update": {"labels": {"add": "x"}}},
        {"fields": {"status": {"id": "10001"}}},
        {"fields": {"project": {"key": "OPS"}}},
    ],
)
def test_an_edit_that_cannot_be_is_refused(one: Jira, form: dict[str, object]) -> None:
    """An empty, doubled or wrong edit is a 400 and changes nothing."""
    before = fields_of(one)

    assert one("PUT", "issue/OPS-1", form)[0] == 400
    assert fields_of(one) == before


def test_updated_moves_with_each_change_and_with_no_other(one: Jira) -> None:
    """An edit, a move and a comment are dated; a property and a repeated value are not."""
    edit, move = {"fields": {"summary": "a"}}, {"transition": {"id": "21"}}
    moments = [fields_of(one)["updated"]]
    for verb, path, body in (
        ("PUT", "issue/OPS-1", edit),
        ("POST", "issue/OPS-1/transitions", move),
        ("POST", "issue/OPS-1/comment", {"body": "x"}),
    ):
        one(verb, path, body)
        moments.append(fields_of(one)["updated"])
    one("PUT", "issue/OPS-1", edit)
    one("PUT", "issue/OPS-1/properties/p", {"a": 1})

    assert sorted(set(map(str, moments))) == moments
    assert fields_of(one)["updated"] == moments[-1]


def test_done_has_a_resolution_and_nothing_else_has(one: Jira) -> None:
    """Moving to Done resolves, as Done unless said otherwise; moving away takes it back."""
    path, seen = "issue/OPS-1/transitions", []
    wont = {"resolution": {"name": "Won't Do"}}
    for move in (
        {"transition": {"id": "31"}},
        {"transition": {"id": "11"}},
        {"transition": {"id": 31}, "fields": wont},
        {"transition": {"id": "21"}},
    ):
        assert one("POST", path, move)[0] == 204
        fields = one("GET", "issue/OPS-1")[1]["fields"]
        resolution = fields["resolution"] and fields["resolution"]["name"]
        seen.append((fields["statusCategory"]["key"], resolution, bool(fields["resolutiondate"])))

    assert seen == [
        ("done", "Done", True),
        ("new", None, False),
        ("done", "Won't Do", True),
        ("indeterminate", None, False),
    ]


@pytest.mark.parametrize(
    "move",
    [
        {},
        {"transition": {"id": "99"}},
        {"transition": {"id": "21"}, "fields": {"resolution": {"name": "Done"}}},
        {"transition": {"id": "31"}, "fields": {"resolution": {"name": "Bored"}}},
        {"transition": {"id": "31"}, "fields": {"summary": "a"}},
    ],
)
def test_a_move_that_cannot_be_is_refused(one: Jira, move: dict[str, object]) -> None:
    """An unknown transition, and a field that is not on its screen, are a 400."""
    assert one("POST", "issue/OPS-1/transitions", move)[0] == 400


def test_transitions_tell_where_they_lead_and_what_they_ask(one: Jira) -> None:
    """The category and the resolutions are told with the transitions."""
    path = "issue/OPS-1/transitions"
    moves = one("GET", path, expand="transitions.fields")[1]["transitions"]
    plain = one("GET", path, transitionId="31")[1]["transitions"]

    keys = [move["to"]["statusCategory"]["key"] for move in moves]
    assert keys == ["new", "indeterminate", "done"]
    choices = [one["name"] for one in moves[2]["fields"]["resolution"]["allowedValues"]]
    assert choices == ["Done", "Won't Do", "Duplicate"]
    assert [(move["id"], "fields" in move) for move in plain] == [("31", False)]


def test_a_property_is_set_read_and_dropped(one: Jira) -> None:
    """A property holds any JSON up to its limit."""
    path = "issue/OPS-1/properties/p"

    assert [one("PUT", path, [1])[0], one("PUT", path, [2])[0]] == [201, 200]
    assert one("GET", path)[1] == {"key": "p", "value": [2]}
    keys = [one["key"] for one in one("GET", "issue/OPS-1/properties")[1]["keys"]]
    assert keys == ["amends.sync", "p"]
    assert one("DELETE", path)[0] == 204
    assert [one("GET", path)[0], one("DELETE", path)[0]] == [404, 404]
    assert one("PUT", path, "x" * 32_768)[0] == 400


def test_a_remote_link_with_the_same_global_id_is_replaced(one: Jira) -> None:
    """The same global id is one link, another is another."""
    path = "issue/OPS-1/remotelink"
    link = {"globalId": "a", "object": {"url": "http://localhost/1", "title": "one"}}
    other = {**link, "object": {"url": "http://localhost/2", "title": "two"}}
    statuses = [one("POST", path, form)[0] for form in (link, other, {**link, "globalId": "b"})]

    assert statuses == [201, 200, 201]
    titles = [link["object"]["title"] for link in one("GET", path)[1]]
    assert titles == ["two", "one"]
    assert one("GET", path, globalId="a")[1]["object"]["title"] == "two"
    assert one("GET", path, globalId="c")[0] == 404
    assert one("POST", path, {"object": {"title": "x"}})[1]["errors"] == {
        "url": "'url' is required."
    }


def test_an_empty_comment_is_refused(one: Jira) -> None:
    """A comment says something."""
    assert one("POST", "issue/OPS-1/comment", {"body": " "})[0] == 400


def test_somebody_and_nobody_can_be_assigned(one: Jira) -> None:
    """The assignee can be set alone; -1 and null are nobody."""
    one("PUT", "issue/OPS-1/assignee", {"accountId": "sandbox:bob"})
    bob = one("GET", "issue/OPS-1")[1]["fields"]["assignee"]["displayName"]
    one("PUT", "issue/OPS-1/assignee", {"accountId": "-1"})

    assert (bob, fields_of(one)["assignee"]) == ("bob", None)


def test_a_body_that_is_no_object_is_refused(jira_sandbox: Sandbox) -> None:
    """A list is no form; broken JSON and half a character are an answer, not a crash."""
    place = f"{jira_sandbox.url}/rest/api/2/issue"
    headers = {"Authorization": "Bearer sandbox-token"}
    answers = [requests.post(place, data=body, headers=headers, timeout=5) for body in BROKEN]

    assert [answer.status_code for answer in answers] == [400] * 3
    assert [list(answer.json()) for answer in answers] == [["errorMessages", "errors"]] * 3


def test_who_has_no_token_is_refused(jira_sandbox: Sandbox) -> None:
    """No token, a wrong one and broken Basic are 401; a bearer is let in; serverInfo is public."""
    place = f"{jira_sandbox.url}/rest/api/2"

    def status(path: str, login: str | None) -> int:
        headers = {"Authorization": login} if login else {}
        return requests.get(f"{place}/{path}", headers=headers, timeout=5).status_code

    wrong = [None, "Bearer wrong", "Basic !!!", "Basic YTpi"]
    assert {status("myself", login) for login in wrong} == {401}
    assert status("myself", "Bearer sandbox-token") == 200
    assert status("serverInfo", None) == 200
