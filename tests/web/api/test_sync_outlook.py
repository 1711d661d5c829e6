"""A program is told of each target what its page tells."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.web.building import an_incident, an_item
from tracker.clock import now

if TYPE_CHECKING:
    from tests.web.api.program import Program
    from tracker.storage import Work


def _told(program: Program, name: str) -> dict[str, Any]:
    targets: list[dict[str, Any]] = program.read("/sync")["targets"]
    return next(one for one in targets if one["name"] == name)


def test_a_target_is_told_with_its_last_and_next_cycle_and_its_quota(
    program: Program, work: Work
) -> None:
    """Since when it is in step, when a worker asks it again, and how many requests are left."""
    heard, well = now() - timedelta(seconds=10), now() - timedelta(minutes=5)
    resets = now() + timedelta(minutes=20)
    state = work.targets.known("quiet", "github")
    quota = {"limit": 5000, "remaining": 4321, "resets_at": resets.isoformat()}
    state.report = {"succeeded_at": well.isoformat(), "quota": quota, "seconds": 1.25}
    state.reported_at = heard
    work.targets.keep(state)
    work.commit()

    told = _told(program, "quiet")

    assert told["state"] == "in step"
    assert told["succeeded_at"] == well.isoformat()
    assert told["next_cycle_at"] > told["reported_at"]
    assert told["seconds"] == 1.25
    assert told["quota"] == quota
    assert (told["question"], told["linked"]) == (None, 0)


def test_a_target_that_was_never_asked_tells_so(program: Program) -> None:
    """Nothing is made up: neither a moment nor a number of requests."""
    told = _told(program, "ops")

    assert told["state"] == "never synced"
    names = ("succeeded_at", "next_cycle_at", "seconds", "quota", "question", "reported_at")
    assert [told[name] for name in names] == [None] * len(names)


def test_a_paused_target_goes_on_when_its_pause_ends(program: Program, work: Work) -> None:
    """That is its next cycle; what it asks is told with the command."""
    item = an_item(work, an_incident(work))
    until = now() + timedelta(minutes=7)
    state = work.targets.known("platform", "github")
    state.report = {"brake": {"items": [item.key], "command": "amends sync --allow-many"}}
    state.reported_at, state.paused_until = now(), until
    state.pause_reason = "a rate limit"
    work.targets.keep(state)
    work.commit()

    told = _told(program, "platform")

    assert told["state"] == "stopped to ask"
    assert told["next_cycle_at"] == told["paused_until"] == until.isoformat()
    assert told["question"] == {"items": [item.key], "command": "amends sync --allow-many"}


def test_incidents_are_listed_by_title_and_by_severity(program: Program, work: Work) -> None:
    """Whatever its capitals; what has no severity comes last; in parts as at once."""
    for title, severity in [("disk", "SEV2"), ("Api", None), ("Cache", "SEV1"), ("api", "SEV2")]:
        an_incident(work, title, severity=severity)
    work.commit()
    found = {
        sort: [one["id"] for one in program.read("/incidents", sort=sort)["data"]]
        for sort in ("title", "severity")
    }
    parts = {
        sort: [one["id"] for one in program.whole("/incidents", sort=sort, limit=1)]
        for sort in found
    }

    assert found == {
        "title": ["I-2", "I-4", "I-3", "I-1"],
        "severity": ["I-3", "I-1", "I-4", "I-2"],
    }
    assert parts == found
