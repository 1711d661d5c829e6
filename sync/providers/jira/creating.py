"""A bulk creation: what is asked for, and what came of each issue; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync.errors import Ambiguous, Refused, TrackerError
from sync.ports import Draft, Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Sheet:
    """An issue to be, with what its type asks for besides, less what Jira did not accept."""

    draft: Draft
    values: Mapping[str, Any]
    left_out: frozenset[str] = frozenset()


def outcomes_in(
    answer: object,
    elements: Sequence[Mapping[str, Any]],
    left_out: Sequence[frozenset[str]],
    base_url: str,
) -> list[Receipt | TrackerError]:
    """Return what came of each element: errors name theirs, the rest were opened in order.

    https://developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issues/
    """
    body = answer if isinstance(answer, dict) else {}
    failed = {
        int(one["failedElementNumber"]): _refusal(one)
        for one in body.get("errors") or []
        if isinstance(one.get("failedElementNumber"), int)
    }
    opened = iter(body.get("issues") or [])
    outcomes: list[Receipt | TrackerError] = []
    for number, fields in enumerate(left_out):
        if number in failed:
            outcomes.append(failed[number])
            continue
        one = next(opened, None)
        if one is None:
            outcomes.append(Ambiguous("Jira did not say what became of an issue"))
            continue
        outcomes.append(receipt_of(one, elements[number], fields, base_url))
    return outcomes


def receipt_of(
    opened: Mapping[str, Any], element: Mapping[str, Any], left_out: frozenset[str], base_url: str
) -> Receipt:
    """Return what Jira's answer tells of a new issue: its number and its key."""
    number, key = str(opened["id"]), str(opened["key"])
    fields = element["fields"]
    raw = {
        "id": number,
        "body": str(fields.get("description", "")),
        "labels": fields.get("labels", []),
    }
    return Receipt(number, key, f"{base_url}/browse/{key}", None, raw, left_out)


def _refusal(one: Mapping[str, Any]) -> Refused:
    told = one.get("elementErrors") or {}
    named = told.get("errors") or {}
    texts = [*(told.get("errorMessages") or []), *(f"{k}: {v}" for k, v in named.items())]
    said = "; ".join(map(str, texts)) or "no reason said"
    return Refused(f"Jira refused it: {said}", frozenset(named))
