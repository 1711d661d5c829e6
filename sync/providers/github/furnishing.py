"""What a repository must have before issues are opened in it: the milestone, the issue types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sync.errors import Missing, Refused
from sync.transport import understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sync.transport import Reply
    from tracker.issue_fields import IssueFields

PAGE = 100
MOST_PAGES = 20


class Furnishing:
    """Looks up what the configuration names; *ask* sends a request."""

    def __init__(self, ask: Callable[..., Reply], wanted: IssueFields, repository: str) -> None:
        self._ask = ask
        self._wanted = wanted
        self._repository = repository

    @property
    def types(self) -> list[str]:
        """Return the issue types that the configuration names."""
        named = [self._wanted.issue_type, *self._wanted.kinds.values()]
        return list(dict.fromkeys(name for name in named if name))

    def milestone(self, route: str, learned: dict[str, Any]) -> int | None:
        """Return the number of the configured milestone, asked for once; raises Refused."""
        title = self._wanted.milestone
        if title is None:
            return None
        known = learned.get("milestone") or {}
        if known.get("title") != title:
            known = {"title": title, "number": self._find(route, title)}
            learned["milestone"] = known
        return int(known["number"])

    def troubles(self, route: str) -> list[str]:
        """Return what the repository lacks, each in a sentence."""
        found = []
        if self._wanted.milestone:
            try:
                self._find(route, self._wanted.milestone)
            except Refused as refused:
                found.append(str(refused))
        if self.types:
            found += self._unknown_types()
        return found

    def no_type(self, name: str, known: Iterable[str] = ()) -> str:
        """Return the sentence about an issue type that there is not."""
        listed = ", ".join(sorted(known))
        return (
            f"{self._repository} has no issue type {name!r}; "
            + (f"it has {listed}; " if listed else "")
            + "correct issue_type or kinds in amends.toml"
        )

    def _unknown_types(self) -> list[str]:
        """Say which types there are not (https://docs.github.com/en/rest/repos/issue-types)."""
        try:
            reply = self._ask("GET", f"/repos/{self._repository}/issue-types")
        except Missing:
            return []  # not every server lists them; a wrong one is refused when it is used
        with understood("GitHub"):
            known = [str(one["name"]) for one in reply.body if one.get("is_enabled", True)]
        there = {name.casefold() for name in known}
        return [self.no_type(name, known) for name in self.types if name.casefold() not in there]

    def _find(self, route: str, title: str) -> int:
        for one in self._milestones(route):
            if str(one.get("title", "")).casefold() == title.casefold():
                return int(one["number"])
        raise Refused(
            f"{self._repository} has no milestone {title!r}; make it there, or correct "
            "milestone in amends.toml"
        )

    def _milestones(self, route: str) -> list[dict[str, Any]]:
        """Return all milestones, the open ones first."""
        found: list[dict[str, Any]] = []
        for page in range(1, MOST_PAGES + 1):
            query = {"state": "all", "per_page": str(PAGE), "page": str(page)}
            reply = self._ask("GET", f"{route}/milestones", query=query)
            with understood("GitHub"):
                found += [dict(one) for one in reply.body]
            if len(reply.body) < PAGE:
                break
        return sorted(found, key=lambda one: one.get("state") != "open")
