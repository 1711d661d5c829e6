"""The targets as configured and as known, how each fares, and what of it must be told first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.settings import Settings, Target
    from tracker.storage.health_queries import SyncHealth
    from tracker.storage.targets import TargetState

SILENCE = timedelta(hours=1)  # and never less than this many cycles:
CYCLES = 5
UNSURE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A target as configured, as known, or both; *pace* is how often it is asked at the least."""

    name: str
    provider: str
    configured: Target | None
    state: TargetState | None
    linked: int
    pace: timedelta

    @property
    def container(self) -> str | None:
        """Return the repository or project."""
        place = self.configured
        return (place.repository or place.project) if place else None

    @property
    def error(self) -> str | None:
        """Return what the last cycle ended with, if that was no success."""
        told = self.state.report.get("error") if self.state else None
        return str(told) if told else None

    @property
    def brake(self) -> dict[str, Any] | None:
        """Return why the last cycle stopped to ask, which items that is about and how to go on."""
        told = self.state.report.get("brake") if self.state else None
        return told if isinstance(told, dict) else None

    @property
    def succeeded_at(self) -> datetime | None:
        """Return when a cycle ended well the last time."""
        told = self.state.report.get("succeeded_at") if self.state else None
        return _moment(told)

    @property
    def quota(self) -> tuple[int, int, datetime | None] | None:
        """Return how many requests are left, of how many, and when they are renewed."""
        told = self.state.report.get("quota") if self.state else None
        if not isinstance(told, dict) or told.get("remaining") is None or not told.get("limit"):
            return None
        return int(told["remaining"]), int(told["limit"]), _moment(told.get("resets_at"))

    def is_paused(self, moment: datetime) -> bool:
        """Return whether nothing may be sent to it at a moment."""
        return bool(self.state and self.state.paused_until and self.state.paused_until > moment)

    def is_silent(self, moment: datetime) -> bool:
        """Return whether its last cycle is longer ago than a running worker would let it be."""
        heard = self.state.reported_at if self.state else None
        return heard is not None and heard < moment - max(SILENCE, CYCLES * self.pace)

    def next_cycle(self, moment: datetime) -> datetime | None:
        """Return when a running worker asks it again; None where it never did."""
        if not self.configured or not self.state or not self.state.reported_at:
            return None
        if self.is_paused(moment):
            return self.state.paused_until
        return self.state.reported_at + self.pace

    def health(self, moment: datetime) -> tuple[str, str, str]:
        """Return how it fares: by which meaning, which sign, and in which words."""
        report = self.state.report if self.state else {}
        heard = self.state.reported_at if self.state else None
        verdicts = (
            (self.brake, ("bad", "alert", "stopped to ask")),
            (self.error, ("bad", "alert", "failed")),
            (self.is_paused(moment), ("mild", "pause", "paused")),
            (heard is None, ("quiet", "proposed", "never synced")),
            (report.get("failed"), ("bad", "alert", "some writes refused")),
            (self.configured and self.is_silent(moment), ("bad", "late", "silent for too long")),
            (report.get("unknown"), ("mild", "alert", "some writes unknown")),
        )
        return next((verdict for holds, verdict in verdicts if holds), ("good", "done", "in step"))


def places_of(settings: Settings, health: SyncHealth, linked: Mapping[str, int]) -> list[Place]:
    """Return every target: the configured ones first, then those that are no longer so."""
    known = {state.name: state for state in health.targets}
    configured = {target.name: target for target in settings.target}
    names = (*configured, *(name for name in known if name not in configured))
    return [
        Place(
            name,
            (configured.get(name) or known[name]).provider,
            configured.get(name),
            known.get(name),
            linked.get(name, 0),
            _pace(settings, configured.get(name)),
        )
        for name in names
    ]


def at_rest(
    places: Sequence[Place], unfiled: int, changed_at: datetime | None, moment: datetime
) -> str:
    """Return what is true of all writes where none waits, is unknown or was refused.

    *unfiled* open items have no issue; the newest change was made at *changed_at*.
    """
    mine = [place for place in places if place.configured]
    behind = [place.name for place in mine if place.health(moment)[0] != "good"]
    heard = [place.state.reported_at for place in mine if place.state and place.state.reported_at]
    told = ["None is on its way."] if mine else ["None: no target is configured."]
    if unfiled and mine:
        verb = "has" if unfiled == 1 else "have"
        then = "." if behind else ": the next cycle files " + ("it." if unfiled == 1 else "them.")
        told.append(f"{_counted(unfiled, 'open item')} {verb} no issue yet{then}")
    if behind:
        told.append(f"Not in step: {', '.join(behind)}; see above.")
    elif heard and changed_at and changed_at > min(heard):
        told.append("What was changed since the last cycle, the next one writes.")
    return " ".join(told) if len(told) > 1 or not mine else "None: everything is written."


def alarms(settings: Settings, health: SyncHealth, moment: datetime) -> list[tuple[str, str]]:
    """Return what must be told before any figure: of whom, and in which words."""
    found = []
    for place in places_of(settings, health, {}):
        if place.configured and (place.error or place.brake):
            found.append((place.name, place.error or "stopped to ask"))
        elif place.configured and place.state and place.is_silent(moment):
            found.append((place.name, "has not been synced for too long; is the worker running?"))
    if health.failed:
        found.append((_counted(health.failed, "write"), "refused by a tracker"))
    if health.unknown_since and health.unknown_since < moment - UNSURE:
        found.append((_counted(health.unknown, "write"), "unknown for more than an hour"))
    if health.lost:
        found.append((_counted(health.lost, "issue"), "cannot be reached any more"))
    return found


def _pace(settings: Settings, target: Target | None) -> timedelta:
    """Return how long a target is left alone at the most: longer where a webhook tells."""
    times = settings.sync
    hooked = target is not None and target.webhook_secret_env is not None
    longest = max(times.interval_seconds, times.hooked_interval_seconds)
    return timedelta(seconds=longest if hooked else times.interval_seconds)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _moment(told: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
