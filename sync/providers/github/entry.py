"""What a repository does not let us do, by what it tells of itself and of our token; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SCOPES = "x-oauth-scopes"  # told to classic tokens only; fine-grained ones and Apps have none
MAY_LABEL = ("push", "maintain", "admin", "triage")


def lacking(repository: str, told: Mapping[str, Any], headers: Mapping[str, str]) -> list[str]:
    """Return what is lacking, each in a sentence that says what to do."""
    troubles = []
    if told.get("archived"):
        troubles.append(
            f"{repository} is archived, so nothing can be written; unarchive it, or name another "
            "repository in amends.toml"
        )
    if told.get("has_issues") is False:
        troubles.append(f"{repository} has its issues switched off; switch them on in its settings")
    if SCOPES in headers:
        scopes = {one.strip() for one in headers[SCOPES].split(",")} - {""}
        wanted = {"repo"} if told.get("private") else {"repo", "public_repo"}
        if not scopes & wanted:
            troubles.append(
                f"the token has the scopes {', '.join(sorted(scopes)) or 'none'} and needs "
                f"{' or '.join(sorted(wanted))}; give it that scope, or make a fine-grained token "
                "with Issues: read and write"
            )
    rights = told.get("permissions") or {}
    if rights and not any(rights.get(one) for one in MAY_LABEL):
        troubles.append(
            f"the token may not push to {repository}, so labels and assignees would be dropped; "
            "give its account the role Triage or Write"
        )
    return troubles
