"""How the sync fares: each target, what waits, what both sides disagree about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, url_for

from web.context import author, desk, now, queries, work

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Response

    from tracker.settings import Target
    from tracker.storage.targets import TargetState

pages = Blueprint("sync", __name__)

WISH = "sync"
SETTLED_SHOWN = 20
SILENCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A target as configured, as known, or both."""

    name: str
    provider: str
    configured: Target | None
    state: TargetState | None
    linked: int

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

    def health(self, moment: datetime) -> tuple[str, str, str]:
        """Return how it fares: by which meaning, which sign, and in which words."""
        state = self.state
        paused = state and state.paused_until and state.paused_until > moment
        heard = state.reported_at if state else None
        report = state.report if state else {}
        verdicts = (
            (self.brake, ("bad", "alert", "stopped to ask")),
            (self.error, ("bad", "alert", "failed")),
            (paused, ("mild", "pause", "paused")),
            (heard is None, ("quiet", "proposed", "never synced")),
            (report.get("failed"), ("bad", "alert", "some writes refused")),
            (heard and heard < moment - SILENCE, ("mild", "late", "silent for more than a day")),
            (report.get("unknown"), ("mild", "alert", "some writes unknown")),
        )
        return next((verdict for holds, verdict in verdicts if holds), ("good", "done", "in step"))


@pages.get("/sync")
def index() -> str:
    """Show each target's last cycle, and what needs a person."""
    conflicts = work().conflicts.find()
    unsettled = [one for one in conflicts if not (one.resolved_at or one.undone_at)]
    settled = [one for one in conflicts if one.resolved_at or one.undone_at]
    return render_template(
        "sync/index.html",
        places=_places(),
        operations=work().pages.operations(),
        conflicts=unsettled,
        settled=settled[:SETTLED_SHOWN],
        wished=WISH in work().deliveries.wishes(),
        now=now(),
    )


@pages.post("/sync")
def sync_now() -> Response:
    """Store the wish for a sync; asking twice is asking once."""
    work().deliveries.wish(WISH, now(), author().who)
    work().commit()
    flash("A sync is asked for; the worker takes it up within seconds.")
    return redirect(url_for(".index"), HTTPStatus.SEE_OTHER)


def _places() -> list[Place]:
    known = {state.name: state for state in work().targets.all()}
    configured = {target.name: target for target in desk().settings.target}
    linked = queries().linked()
    return [
        Place(
            name,
            (configured.get(name) or known[name]).provider,
            configured.get(name),
            known.get(name),
            linked.get(name, 0),
        )
        for name in (*configured, *(name for name in known if name not in configured))
    ]
