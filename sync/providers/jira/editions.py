"""In what Jira Cloud and Jira Data Center differ for us: searching, accounts, markers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sync.providers.jira.mapping import PROPERTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LABEL = re.compile(r"amends-([a-z2-7]{26})(?:-([a-z2-7]{13}))?")
READ = [
    "summary",
    "description",
    "status",
    "resolution",
    "priority",
    "duedate",
    "assignee",
    "creator",
    "labels",
    "updated",
    "issuetype",
]
PAGE = 1000  # Jira gives fewer where it likes to; a quiet cycle stays one request


@dataclass(frozen=True, slots=True)
class Edition:
    """One of the two; *account* is the member that names a person for good."""

    name: str
    account: str

    def account_of(self, person: Mapping[str, Any]) -> str | None:
        """Return who a person is."""
        found = person.get(self.account) or person.get("key")
        return str(found) if found else None

    def marker_in(self, payload: Mapping[str, Any]) -> tuple[str | None, str | None]:
        """Return the marker and its seal: an issue's property on Cloud, a label on Data Center."""
        held = (payload.get("properties") or {}).get(PROPERTY)
        told = held.get("marker") if isinstance(held, dict) else None
        labels = (payload.get("fields") or {}).get("labels") or []
        borne = [f"amends-{told}"] if isinstance(told, str) else list(map(str, labels))
        found = [match for one in borne if (match := LABEL.fullmatch(one))]
        return (found[0][1], found[0][2]) if found else (None, None)

    def search_for(
        self, jql: str, page: str | None, *, lenient: bool = False
    ) -> tuple[str, str, dict[str, Any]]:
        """Return verb, path and what to send to search for *jql*, at *page* where one was told.

        *lenient*: issues that *jql* names and that are not there make no 400 (Data Center).
        """
        if self is CLOUD:
            body = {"jql": jql, "maxResults": PAGE, "fields": READ, "properties": [PROPERTY]}
            more = {"nextPageToken": page} if page else {}
            return "POST", "search/jql", {"body": {**body, **more}, "reads": True}
        query = {"jql": jql, "maxResults": str(PAGE), "fields": ",".join(READ)}
        if lenient:
            query["validateQuery"] = "false"
        return "GET", "search", {"query": {**query, "startAt": page or "0"}}

    def next_page(self, answer: Mapping[str, Any]) -> str | None:
        """Return which page comes after *answer*, or None."""
        if self is CLOUD:
            token = answer.get("nextPageToken")
            return None if answer.get("isLast") or not token else str(token)
        end = int(answer.get("startAt") or 0) + len(answer.get("issues") or [])
        return str(end) if end < int(answer.get("total") or 0) and answer.get("issues") else None

    def marked(self, element: dict[str, Any], marker: str) -> dict[str, Any]:
        """Return a new issue's *element* with its marker."""
        if self is CLOUD:
            return {**element, "properties": [{"key": PROPERTY, "value": {"marker": marker}}]}
        fields = dict(element["fields"])
        fields["labels"] = [*fields.get("labels", ()), f"amends-{marker}"]
        return {**element, "fields": fields}

    def properties_of(self, patch: Mapping[str, str | None]) -> list[dict[str, Any]]:
        """Return the properties that an edit sets: the marker, on Cloud."""
        if "marker" not in patch or self is not CLOUD:
            return []
        return [{"key": PROPERTY, "value": {"marker": patch["marker"]}}]

    def labels_of(self, patch: Mapping[str, str | None], labels: Sequence[str]) -> list[str]:
        """Return the *labels* that an issue has after an edit: one is the marker on Data Center."""
        if "marker" not in patch or self is CLOUD:
            return list(labels)
        others = [one for one in labels if not LABEL.fullmatch(one)]
        return [*others, *([f"amends-{patch['marker']}"] if patch["marker"] else [])]


CLOUD = Edition("Cloud", "accountId")
DATA_CENTER = Edition("Data Center", "name")


def edition_named(deployment: str) -> Edition:
    """Return the edition that serverInfo's deploymentType names."""
    return CLOUD if deployment.casefold() == "cloud" else DATA_CENTER
