"""Drafts as JSON holds them, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.domain.drafts import Entry, Near, Plan
from tracker.domain.incidents import Candidate, Extraction, Facts, TimelineEntry
from tracker.domain.items import Kind, Section, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def found_told(found: Extraction, near: Iterable[Near]) -> dict[str, Any]:
    """Return what a document says, and what it is near to."""
    return {
        "facts": asdict(found.facts),
        "items": [_candidate_told(one) for one in found.items],
        "ambiguous": found.ambiguous,
        "is_postmortem": found.is_postmortem,
        "doubt": found.doubt,
        "near": [asdict(one) for one in near],
    }


def found_of(told: Mapping[str, Any]) -> Extraction:
    """Return what found_told() wrote of a document."""
    if not told:
        return Extraction()
    facts = dict(told["facts"])
    facts["services"] = tuple(facts["services"])
    facts["timeline"] = tuple(TimelineEntry(**one) for one in facts["timeline"])
    return Extraction(
        Facts(**facts),
        tuple(_candidate(one) for one in told["items"]),
        ambiguous=told["ambiguous"],
        is_postmortem=told["is_postmortem"],
        doubt=told["doubt"],
    )


def near_of(told: Mapping[str, Any]) -> tuple[Near, ...]:
    """Return what found_told() wrote of near documents."""
    return tuple(Near(**one) for one in told.get("near", ()))


def plan_told(plan: Plan) -> dict[str, Any]:
    """Return what people want of a document."""
    return {
        "to": plan.to,
        "facts": dict(plan.facts),
        "entries": [{**asdict(one), "edits": dict(one.edits)} for one in plan.entries],
    }


def plan_of(told: Mapping[str, Any]) -> Plan:
    """Return what plan_told() wrote."""
    return Plan(
        tuple(
            Entry(
                one["id"],
                tuple(one["parts"]),
                tuple((first, last) for first, last in one["lines"]),
                dict(one["edits"]),
                one["dropped"],
                one["item"],
            )
            for one in told.get("entries", ())
        ),
        dict(told.get("facts", {})),
        told.get("to"),
    )


def _candidate_told(one: Candidate) -> dict[str, Any]:
    return {
        "title": one.title,
        "sources": [{**asdict(source), "section": source.section.value} for source in one.sources],
        "kind": one.kind.value if one.kind else None,
        "owner": one.owner,
        "due": one.due.isoformat() if one.due else None,
        "priority": one.priority,
        "done": one.done,
        "refs": list(one.refs),
    }


def _candidate(told: Mapping[str, Any]) -> Candidate:
    return Candidate(
        told["title"],
        tuple(Source(**{**one, "section": Section(one["section"])}) for one in told["sources"]),
        Kind(told["kind"]) if told["kind"] else None,
        told["owner"],
        date.fromisoformat(told["due"]) if told["due"] else None,
        told["priority"],
        told["done"],
        tuple(told["refs"]),
    )
