"""Which targets a worker syncs now: each at its usual pace, or less often while hooks tell.

A webhook is trusted once it has told of an issue, until a reading finds a change of which it
had not told: then its deliveries have stopped, and the target is asked at its usual pace.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tracker.domain.links import OperationState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sync.ports import RemoteIssue
    from tracker.domain.links import Link
    from tracker.settings import Settings, Target
    from tracker.storage import Store, Work
    from tracker.storage.targets import TargetState

TRUST = timedelta(days=1)  # a webhook that is silent for longer is not counted on
MISSED = "missed_at"
EARLY = 0.9  # the scheduler's clock is not that exact
TO_DO = (OperationState.READY, OperationState.INFLIGHT, OperationState.UNKNOWN)


def due(store: Store, settings: Settings) -> list[str]:
    """Return the targets that a scheduled cycle is about."""
    with store.reading() as work:
        known = {state.name: state for state in work.targets.all()}
        return [
            target.name
            for target in settings.target
            if _is_due(known.get(target.name), target, settings, work)
        ]


def told(store: Store, settings: Settings) -> list[str]:
    """Return the targets whose webhooks told of something since their last cycle."""
    with store.reading() as work:
        now = work.clock()
        known = {state.name: state for state in work.targets.all()}
        return [
            target.name
            for target in settings.target
            if (state := known.get(target.name))
            and not (state.paused_until and state.paused_until > now)
            and _has_news(state, work)
        ]


def is_hooked(state: TargetState, work: Work) -> bool:
    """Return whether the webhook of a target can be counted on."""
    last = work.deliveries.last_event(state.name)
    if last is None or work.clock() - last > TRUST:
        return False
    missed = state.report.get(MISSED)
    return not (isinstance(missed, str) and datetime.fromisoformat(missed) >= last)


def is_unannounced(link: Link | None, issue: RemoteIssue, announced: Collection[str]) -> bool:
    """Return whether an issue of ours was changed by others, and no webhook had told of it."""
    if link is None or link.remote_updated is None or issue.id in announced:
        return False
    if link.assumed or link.remote.get("doubt"):
        return False  # it may be our own write that shows
    differs = any(issue.fields.get(name) != was for name, was in link.base_remote.items())
    known = link.remote_updated  # GitHub tells whole seconds, in which two changes may fall
    return issue.updated > known or (issue.updated == known and differs)


def _is_due(state: TargetState | None, target: Target, settings: Settings, work: Work) -> bool:
    if state is None or state.reported_at is None or not target.webhook_secret_env:
        return True
    waited = (work.clock() - state.reported_at).total_seconds()
    slow = max(settings.sync.interval_seconds, settings.sync.hooked_interval_seconds)
    if waited >= EARLY * slow or not is_hooked(state, work):
        return True
    return (
        bool(state.report.get("error"))
        or bool(work.operations.of_target(state.id, TO_DO))
        or work.history.changed_since(state.reported_at)
        or _has_news(state, work)
    )


def _has_news(state: TargetState, work: Work) -> bool:
    """Return whether deliveries wait that no cycle has met, not even one that failed."""
    return work.deliveries.has_news(state.name, state.reported_at)
