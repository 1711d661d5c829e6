"""What is particular to Enterprise Server, to an App and to Data Center.

That all editions keep the engine's other promises is shown where those are: EDITIONS.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fakes import faults
from tests.fakes.calls import said
from tests.sync.archive import Archive, a_postmortem
from tests.sync.bench import ROW
from tests.sync.editions import heard

if TYPE_CHECKING:
    from tests.fakes import Call, Reply
    from tests.fakes.proxy import Onward
    from tests.sync.bench import Make
    from tests.sync.editions import AppPlace, DataCenterPlace, EnterprisePlace


def test_every_request_to_an_enterprise_server_stands_under_its_prefix(
    make_bench: Make, enterprise: EnterprisePlace, migrated_sqlite_url: str
) -> None:
    """An Enterprise Server is asked under /api/v3 only, documents included."""
    archive = Archive(make_bench(migrated_sqlite_url, enterprise), enterprise)
    archive.commit({"mail.md": a_postmortem("mail")})
    archive.ingest()
    archive.bench.cycles()

    assert len(enterprise.issues()) > 0
    assert all(one.path.startswith("/api/") for one in enterprise.proxy.passed)
    assert set(enterprise.proxy.statuses) <= {200, 201, 304}


def test_an_enterprise_server_sets_no_limit_unless_it_says_so(
    make_bench: Make, enterprise: EnterprisePlace, migrated_sqlite_url: str
) -> None:
    """Answers without a word about limits are none, and a limit that is told is kept."""
    bench = make_bench(migrated_sqlite_url, enterprise)
    bench.take_in(ROW)
    bench.cycles()
    limit = said(403, {"message": "API rate limit exceeded"}, Retry_After="30")
    enterprise.proxy.inject(faults.answer(limit), "GET", r"/issues$")
    cycle = bench.sync()

    enterprise.proxy.forget()
    bench.sync()

    assert not cycle.failed
    assert enterprise.proxy.requests == 0


def test_a_token_for_data_center_is_a_bearer(
    make_bench: Make, centre: DataCenterPlace, migrated_sqlite_url: str
) -> None:
    """A personal access token is sent alone, without a user's name."""
    shown = heard(centre, "authorization")
    bench = make_bench(migrated_sqlite_url, centre)
    bench.take_in(ROW)
    bench.cycles()

    assert set(shown) == {"Bearer sandbox-token"}


def test_data_center_is_read_page_by_page(
    make_bench: Make, centre: DataCenterPlace, migrated_sqlite_url: str
) -> None:
    """However few issues a page has, all are read, each once."""
    bench = make_bench(migrated_sqlite_url, centre)
    bench.take_in_many(7)
    bench.cycles()
    for number, one in enumerate(centre.issues()):
        centre.change(one, title=f"Theirs {number}")
    centre.proxy.lay(few_at_once)
    centre.proxy.forget()
    bench.sync()

    starts = [one.target for one in centre.proxy.passed if one.path.endswith("/search")]
    assert [re.findall(r"startAt=(\d+)", one)[0] for one in starts] == ["0", "3", "6"]
    assert sorted(item.title for item in bench.items) == [f"Theirs {n}" for n in range(7)]


def few_at_once(call: Call, onward: Onward) -> Reply:
    """Let the tracker give three issues at once."""
    return onward(replace(call, target=re.sub(r"maxResults=\d+", "maxResults=3", call.target)))


def test_a_marker_that_is_a_label_stays_beside_those_of_people(
    make_bench: Make, centre: DataCenterPlace, migrated_sqlite_url: str
) -> None:
    """On Data Center the marker is a label; edits of ours leave all others alone."""
    bench = make_bench(migrated_sqlite_url, centre)
    bench.take_in(ROW)
    bench.cycles()
    marker = centre.only.labels
    centre.change(centre.only, labels=[*marker, "on-call"])
    bench.edit(bench.item, title="Ours", kind="process", owner="@bob")
    bench.cycles()

    assert [label.startswith("amends-") for label in marker] == [True, False]
    assert set(centre.only.labels) == {marker[0], "on-call", "kind-process"}
    assert centre.only.owner == "bob"


def test_a_data_center_that_knows_no_bulk_creates_one_by_one(
    make_bench: Make, centre: DataCenterPlace, migrated_sqlite_url: str
) -> None:
    """A Data Center too old for bulk creation gets an issue a request."""
    bench = make_bench(migrated_sqlite_url, centre)
    missing = said(404, {"errorMessages": ["null for uri"], "errors": {}})
    centre.proxy.inject(faults.answer(missing), "POST", r"/issue/bulk$", times=None)
    bench.take_in_many(3)
    bench.cycles()

    assert bench.one_open_issue_an_item()
    assert len(centre.issues()) == 3


def test_doctor_finds_nothing_amiss_on_any_edition(
    make_bench: Make,
    app: AppPlace,
    enterprise: EnterprisePlace,
    centre: DataCenterPlace,
    migrated_sqlite_url: str,
) -> None:
    """`amends doctor` understands the three editions that are told otherwise."""
    app.name, enterprise.name = "by-app", "on-premises"
    bench = make_bench(migrated_sqlite_url, app, enterprise, centre)
    told = bench.ran("doctor", "--json")

    assert told.status == 0, told
