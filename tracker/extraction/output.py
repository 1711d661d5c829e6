"""An extraction, explained or not, as the JSON object that `amends extract` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extraction.evidence import ENOUGH

if TYPE_CHECKING:
    from tracker.domain.incidents import Candidate, Extraction
    from tracker.domain.items import Source
    from tracker.extraction.explaining import Explanation, Line


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


def explained(path: str, explanation: Explanation) -> dict[str, object]:
    """Return what *explanation* found as `as_json` does, with its evidence and its lines."""
    found, evidence = explanation.found, explanation.evidence
    return {
        **as_json(path, found),
        "estimates": [
            {
                "item": number,
                "due_after": str(one.within) if one.within else None,
                "effort": one.effort,
            }
            for number, one in enumerate(found.items, start=1)
            if one.within or one.effort
        ],
        "evidence": {
            "signs": list(evidence.signs),
            "score": len(evidence.signs),
            "needed": ENOUGH,
            "reason": evidence.reason or None,
            "doubt": found.doubt or None,
            "notes": list(explanation.notes),
        },
        "lines": [_line(line) for line in explanation.lines],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "line": line.number,
        "text": line.text,
        "taken_for": str(line.taken),
        "why": line.why,
        "score": line.score,
        "item": next(iter(line.items), None),
        "items": list(line.items),
        "fact": next(iter(line.facts), None),
        "facts": list(line.facts),
        "section": str(line.section) if line.section else None,
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
