"""M8, one urgent promise: whether outages that users felt led to urgent work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.counting.figures import Cases, cases, rate
from tracker.counting.states import clear_states
from tracker.counting.weeks import days_before
from tracker.domain.priorities import is_urgent

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.counting.histories import Log

NEEDS = frozenset({"status", "priority"})
DAYS = 90
NO = r"(?:there (?:was|were) )?(?:no|not any|zero|0)"
PEOPLE = r"(?:[\w-]*customers?|(?:end[ -])?users?|clients?|people)"
IMPACT = r"(?:impacts?|effects?|outages?|disruptions?|downtime)"
HIT = r"(?:affected|impacted|harmed|hurt|disrupted)"
WERE = r"(?:was|were|is|are)"
NOBODY = (  # each is a whole clause: "no user could log in" is an outage that was felt
    r"(?:there (?:was|were) )?(?:none|nothing|nobody)",
    r"n/?a|not applicable|internal(?:[ -]only)?",
    rf"{NO}(?: [\w-]+){{0,3}} {IMPACT}(?: [\w-]+){{0,4}}",
    rf"{NO}(?: [\w-]+){{0,2}} {PEOPLE}(?:(?: [\w-]+){{0,2}} {HIT}(?: [\w-]+){{0,3}})?",
    rf"(?:(?:our|the|any|external|paying) )*{PEOPLE} {WERE}(?: not|n['\u2019]t)(?: \w+)? {HIT}",
    rf"(?:nobody|no[ -]?one|none of (?:our|the) {PEOPLE}) {WERE} {HIT}",
    rf"(?:(?:our|the|all|external|paying) )*{PEOPLE} {WERE} unaffected",
)
CLAUSE = f"(?:{'|'.join(NOBODY)})"
UNFELT = re.compile(rf"\W*{CLAUSE}(?:[.,;:] *(?:and |so )?{CLAUSE})*\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Urgency:
    """Of the incidents that users felt, those with a P0 or P1 promise; *untold*: not known."""

    affecting: Cases
    promised: Cases
    untold: Cases

    @property
    def percent(self) -> int | None:
        """Return those with an urgent promise out of all; None of fewer than five."""
        return rate(self.promised, self.affecting)


def urgency(log: Log, moment: datetime) -> Urgency:
    """Urgent promises are user-affecting incidents with a P0 or P1 item out of all such incidents.

    Of the postmortems that came in the 90 days before *moment*. An incident affected users
    where its postmortem tells an impact other than none; where it tells nothing, nothing is
    guessed (METRICS.md, M8).
    """
    since = days_before(moment, DAYS)
    recent = [case for case in log.cases if since <= case.created_at < moment]
    impacts = {case.id: case.value("impact", moment) for case in recent}
    urgent = {
        state.incident_id
        for state in clear_states(log, moment, NEEDS)
        if state.is_committed and is_urgent(state.priority)
    }
    felt = [number for number, impact in impacts.items() if impact and is_felt(impact)]
    return Urgency(
        affecting=cases(felt),
        promised=cases(number for number in felt if number in urgent),
        untold=cases(number for number, impact in impacts.items() if not impact),
    )


def is_felt(impact: str) -> bool:
    """Return whether a postmortem's words tell of an impact, other than "none" and its kin."""
    return UNFELT.fullmatch(impact) is None
