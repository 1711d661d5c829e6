"""What Prometheus reads: real requests, parsed by the format's own rules; only for who may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import requests
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as plain

from tests.web.building import a_link, an_incident, an_item
from tracker.clock import now
from tracker.domain.dispatches import DispatchKind
from tracker.domain.links import LinkState, OperationState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.testing import FlaskClient
    from prometheus_client.metrics_core import Metric

    from tracker.storage import Store, Work

TOKEN = "a token of the tests"
AGO = timedelta(minutes=5)
OPEN = "application/openmetrics-text; version=1.0.0"
REPORT = {
    "seconds": 1.5,
    "failing": True,
    "quota": {"limit": 5000, "remaining": 4870, "resets_at": None},
    "totals": {"cycles": 7, "failures": 1, "requests": 40, "created": 3, "conflicts": 2},
}
Samples = dict[tuple[str, ...], float]


def samples(families: Iterable[Metric]) -> Samples:
    """Return every sample by its name and the values of its labels, the target's first."""
    return {
        (one.name, *(value for _, value in sorted(one.labels.items(), reverse=True))): one.value
        for family in families
        for one in family.samples
    }


def prepare(work: Work) -> None:
    """Store a target whose last cycle failed, with links, writes, a conflict, a delivery."""
    incident = an_incident(work)
    items = [an_item(work, incident, f"Item {number}") for number in range(3)]
    links = [a_link(work, item, remote_id=str(item.id)) for item in items]
    work.links.save(replace(links[2], state=LinkState.GONE))
    for link, state in zip(links, (OperationState.UNKNOWN, OperationState.FAILED), strict=False):
        operation = work.operations.intend(link.id, "create", now())
        work.operations.change(operation.id, state)
    target = work.targets.known("platform", "github")
    values = (None, "Ours", "Theirs")
    work.conflicts.add(items[0].id, target.id, "title", values, "ours", now())
    work.deliveries.store("platform", "d-1", "issues", "{}", now() - AGO)
    succeeded = {"succeeded_at": (now() - AGO).isoformat()}
    work.targets.keep(replace(target, report=REPORT | succeeded, reported_at=now()))
    work.targets.known("ops", "jira")
    work.commit()


@pytest.fixture
def prepared(light_store: Store) -> Store:
    """Return a database in which something happened."""
    with light_store.work() as work:
        prepare(work)
    return light_store


@pytest.mark.usefixtures("prepared")
def test_figures_are_read_in_prometheus_own_format(address: str) -> None:
    """A plain request is answered in the text format, with every figure of every target."""
    answer = requests.get(f"{address}/metrics", timeout=10)
    found = samples(plain(answer.text))

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert found["amends_sync_requests_total", "platform"] == 40
    assert found["amends_sync_cycles_total", "platform"] == 7
    assert found["amends_sync_failures_total", "platform"] == 1
    assert found["amends_sync_writes_total", "platform", "created"] == 3
    assert found["amends_sync_conflicts_total", "platform"] == 2
    assert found["amends_sync_quota_remaining", "platform"] == 4870
    assert found["amends_sync_last_cycle_duration_seconds", "platform"] == 1.5
    assert found["amends_sync_failing", "platform"] == 1
    assert found["amends_sync_unknown_creates", "platform"] == 1
    assert found["amends_sync_failed_writes", "platform"] == 1
    assert found["amends_sync_waiting_writes", "platform"] == 1
    assert found["amends_sync_open_conflicts", "platform"] == 1
    assert found["amends_webhook_deliveries_waiting", "platform"] == 1
    assert found["amends_sync_links", "platform", "linked"] == 2
    assert found["amends_sync_links", "platform", "gone"] == 1


def test_deliveries_are_counted_by_channel_and_state(light_store: Store, address: str) -> None:
    """An alert can be set on what failed or is unsure."""
    with light_store.work() as work:
        for week, done in (("2026-W45", True), ("2026-W46", True), ("2026-W47", False)):
            work.dispatches.note(DispatchKind.REPORT, week, "board", now(), done=done)
        work.commit()
    found = samples(plain(requests.get(f"{address}/metrics", timeout=10).text))

    assert found["amends_deliveries", "sent", "board"] == 2
    assert found["amends_deliveries", "due", "board"] == 1


@pytest.mark.usefixtures("prepared")
def test_lag_counts_from_the_last_cycle_without_an_error(address: str) -> None:
    """A target that fails again and again lags ever more; one that never ran tells no lag."""
    found = samples(plain(requests.get(f"{address}/metrics", timeout=10).text))

    assert found["amends_sync_lag_seconds", "platform"] >= AGO.total_seconds()
    assert ("amends_sync_lag_seconds", "ops") not in found
    assert found["amends_sync_requests_total", "ops"] == 0


@pytest.mark.usefixtures("prepared")
def test_the_same_figures_are_told_as_openmetrics(address: str) -> None:
    """Whoever asks for OpenMetrics is answered so; its stricter parser takes every line."""
    usual = samples(plain(requests.get(f"{address}/metrics", timeout=10).text))
    answer = requests.get(f"{address}/metrics", headers={"Accept": OPEN}, timeout=10)
    strict = samples(openmetrics(answer.text))  # type: ignore[no-untyped-call]

    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
    assert usual.keys() == strict.keys()


def test_an_empty_database_has_figures_too(client: FlaskClient) -> None:
    """Nothing was synced yet: the names are told, without a value."""
    families = list(plain(client.get("/metrics").text))

    assert {family.name for family in families} >= {"amends_sync_lag_seconds", "amends_sync_links"}
    assert samples(families) == {}


@pytest.mark.parametrize(
    "given",
    [None, "", "Bearer", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", "Bearer \xe9"],
)
def test_with_a_token_nobody_reads_without_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, given: str | None
) -> None:
    """Not even this machine: a proxy on it may speak for anybody."""
    monkeypatch.setenv("AMENDS_METRICS_TOKEN", TOKEN)
    headers = {} if given is None else {"Authorization": given}
    answer = client.get("/metrics", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "amends_" not in answer.text


def test_with_its_token_prometheus_reads_from_elsewhere(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token stands in a variable; the header is the one that Prometheus sends."""
    monkeypatch.setenv("AMENDS_METRICS_TOKEN", TOKEN)
    there = {"REMOTE_ADDR": "203.0.113.7"}
    headers = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "203.0.113.7"}

    answer = client.get("/metrics", headers=headers, environ_overrides=there)

    assert answer.status_code == 200


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP"])
def test_without_a_token_a_proxy_reads_for_nobody(client: FlaskClient, header: str) -> None:
    """Its own address is near, but not the address of whom it asks for."""
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize("address", ["203.0.113.7", "10.0.0.1", "2001:db8::1", "unknown"])
def test_without_a_token_strangers_read_nothing(client: FlaskClient, address: str) -> None:
    """Figures tell of what a house works on."""
    answer = client.get("/metrics", environ_overrides={"REMOTE_ADDR": address})

    assert (answer.status_code, "amends_" in answer.text) == (403, False)
