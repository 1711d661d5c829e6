"""Tells Prometheus how the sync fares, from what the database holds.

Who may ask: whoever bears the token in AMENDS_METRICS_TOKEN; without one, this machine alone.
"""

from __future__ import annotations

import hmac
import ipaddress
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from tracker.domain.dispatches import SHOWN
from tracker.domain.links import LinkState
from tracker.settings import secret
from tracker.storage.sync_figures import SyncFigures, figures_of_sync
from web.context import everything, now
from web.visitors import is_ours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from prometheus_client.metrics_core import Metric

pages = Blueprint("metrics", __name__)

TOKEN = "AMENDS_METRICS_TOKEN"  # noqa: S105  the name of a variable
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")
LINK_STATES = tuple(state.value for state in LinkState)
TOTALS = {
    "cycles": "Cycles that ended.",
    "failures": "Cycles that ended with an error.",
    "requests": "HTTP requests sent to the tracker.",
    "pulled": "Issues from which something was taken in.",
    "conflicts": "Fields that both sides changed differently, ever.",
}
WRITES = ("created", "updated", "closed")


@pages.get("/metrics")
def metrics() -> Response:
    """Answer with all figures, in the format that is asked for."""
    refusal = _refusal()
    if refusal:
        return refusal
    registry = CollectorRegistry(auto_describe=False)
    moment, read = now(), everything()
    sent = read.dispatches.counted_since(moment - SHOWN)
    registry.register(_Figures(figures_of_sync(read.session), sent, moment))
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), content_type=content_type)


def _refusal() -> Response | None:
    """Return what is answered to who may not read."""
    token = secret(TOKEN)
    if token:
        given = request.headers.get("Authorization", "").encode()
        if hmac.compare_digest(given, f"Bearer {token}".encode()):
            return None
        answer = Response(
            "The token in Authorization is missing or wrong.\n", mimetype="text/plain"
        )
        answer.status_code = HTTPStatus.UNAUTHORIZED
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if _is_near():
        return None
    return Response(
        f"Figures are for this machine only; set {TOKEN} to read them from elsewhere.\n",
        HTTPStatus.FORBIDDEN,
        mimetype="text/plain",
    )


def _is_near() -> bool:
    """Return whether somebody on this machine asks, and no proxy asks for somebody else."""
    if any(name in request.headers for name in FORWARDED) or not is_ours():
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


class _Figures(Collector):
    """What is true of the targets at one moment."""

    def __init__(
        self, figures: list[SyncFigures], sent: Mapping[tuple[str, str], int], moment: datetime
    ) -> None:
        self._figures = figures
        self._sent = sent
        self._moment = moment

    def collect(self) -> Iterable[Metric]:
        """Yield every figure."""
        yield from self._times()
        yield from self._counts()
        yield from self._totals()
        yield from self._quotas()
        yield self._links()
        yield self._deliveries()

    def _times(self) -> Iterator[Metric]:
        yield self._gauge(
            "sync_lag_seconds",
            "Seconds since the last cycle without an error ended.",
            lambda one: self._since(_moment(one.state.report.get("succeeded_at"))),
        )
        yield self._gauge(
            "sync_last_cycle_timestamp_seconds",
            "When the last cycle ended.",
            lambda one: _stamp(one.state.reported_at),
        )
        yield self._gauge(
            "sync_last_cycle_duration_seconds",
            "How long the last cycle took.",
            lambda one: one.state.report.get("seconds"),
        )
        yield self._gauge(
            "sync_paused_seconds",
            "For how long the tracker's limit lets nothing be sent.",
            lambda one: max(0.0, -(self._since(one.state.paused_until) or 0.0)),
        )
        yield self._gauge(
            "webhook_last_delivery_timestamp_seconds",
            "When the target's webhook was heard last.",
            lambda one: _stamp(one.delivered_at),
        )

    def _counts(self) -> Iterator[Metric]:
        yield self._gauge(
            "sync_failing",
            "1 where the last cycle ended with an error.",
            lambda one: int(bool(one.state.report.get("failing"))),
        )
        yield self._gauge(
            "sync_unknown_creates",
            "New issues of which nobody knows whether they arrived.",
            lambda one: one.writes.get(("create", "unknown"), 0),
        )
        yield self._gauge(
            "sync_failed_writes",
            "Writes that the tracker refused.",
            lambda one: sum(n for (_, state), n in one.writes.items() if state == "failed"),
        )
        yield self._gauge(
            "sync_waiting_writes",
            "Writes that are not done yet, unknown ones included.",
            lambda one: sum(n for (_, state), n in one.writes.items() if state != "failed"),
        )
        yield self._gauge(
            "sync_open_conflicts",
            "Conflicts that nobody has settled.",
            lambda one: one.conflicts,
        )
        yield self._gauge(
            "webhook_deliveries_waiting",
            "Deliveries that no cycle has handled yet.",
            lambda one: one.deliveries_waiting,
        )

    def _totals(self) -> Iterator[Metric]:
        for name, told in TOTALS.items():
            family = CounterMetricFamily(f"amends_sync_{name}", told, labels=["target"])
            for one in self._figures:
                family.add_metric([one.state.name], _total(one, name))
            yield family
        family = CounterMetricFamily(
            "amends_sync_writes", "Writes that were done.", labels=["target", "operation"]
        )
        for one in self._figures:
            for name in WRITES:
                family.add_metric([one.state.name, name], _total(one, name))
        yield family

    def _quotas(self) -> Iterator[Metric]:
        yield self._gauge(
            "sync_quota_limit",
            "How many requests the tracker allows in all.",
            lambda one: _quota(one, "limit"),
        )
        yield self._gauge(
            "sync_quota_remaining",
            "How many requests the tracker still allows.",
            lambda one: _quota(one, "remaining"),
        )

    def _links(self) -> Metric:
        family = GaugeMetricFamily(
            "amends_sync_links", "Links of items to issues.", labels=["target", "state"]
        )
        for one in self._figures:
            for state in LINK_STATES:
                family.add_metric([one.state.name, state], one.links.get(state, 0))
        return family

    def _deliveries(self) -> Metric:
        family = GaugeMetricFamily(
            "amends_deliveries",
            "Weekly reports that were due in five weeks.",
            labels=["channel", "state"],
        )
        for (channel, state), count in self._sent.items():
            family.add_metric([channel, state], count)
        return family

    def _gauge(
        self, name: str, told: str, value: Callable[[SyncFigures], float | None]
    ) -> GaugeMetricFamily:
        """Return a figure of every target for which there is one."""
        family = GaugeMetricFamily(f"amends_{name}", told, labels=["target"])
        for one in self._figures:
            found = value(one)
            if found is not None:
                family.add_metric([one.state.name], found)
        return family

    def _since(self, moment: datetime | None) -> float | None:
        return (self._moment - moment).total_seconds() if moment else None


def _total(one: SyncFigures, name: str) -> float:
    return float((one.state.report.get("totals") or {}).get(name, 0))


def _quota(one: SyncFigures, name: str) -> float | None:
    told = (one.state.report.get("quota") or {}).get(name)
    return None if told is None else float(told)


def _stamp(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _moment(told: Any) -> datetime | None:
    return datetime.fromisoformat(told) if isinstance(told, str) else None
