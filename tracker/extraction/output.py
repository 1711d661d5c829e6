"""An extraction as the JSON object that `amends extract --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.domain.incidents import Candidate, Extraction
    from tracker.domain.items import Source


def as_json(path: str, found: Extraction) -> dict[str, object]:
    """Return *found* in plain values, ready for json.dumps."""
    facts = found.facts
    return {
        "path": path,
        "postmortem": found.is_postmortem,
        "ambiguous": found.ambiguous,
        "title": facts.title,
        "started_at": facts.started_at,
        "ended_at": facts.ended_at,
        "detected_at": facts.detected_at,
        "duration_minutes": facts.duration_minutes,
        "timezone": facts.timezone,
        "severity": facts.severity,
        "services": list(facts.services),
        "impact": facts.impact,
        "root_cause": facts.root_cause,
        "resolution": facts.resolution,
        "timeline": [
            {"at": step.at, "text": step.text, "line": step.line} for step in facts.timeline
        ],
        "items": [_item(candidate) for candidate in found.items],
    }


def _item(candidate: Candidate) -> dict[str, object]:
    return {
        "title": candidate.title,
        "kind": str(candidate.kind) if candidate.kind else None,
        "owner": candidate.owner,
        "due": candidate.due.isoformat() if candidate.due else None,
        "priority": candidate.priority,
        "done": candidate.done,
        "refs": list(candidate.refs),
        "sources": [_source(source) for source in candidate.sources],
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "section": str(source.section),
        "heading": source.heading,
        "text": source.text,
        "first_line": source.first_line,
        "last_line": source.last_line,
    }
