"""What a person can do about a target that cannot be worked with, said in the same sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.errors import Forbidden, LoggedOut, Missing, NotSent

if TYPE_CHECKING:
    from tracker.settings import Target

RIGHTS = {
    "github": "Issues: read and write",
    "jira": "Browse Projects, Create, Edit, Assign and Transition Issues",
}


def explained(error: Exception, target: Target) -> str:
    """Return what went wrong with *target* and the way out of it, in one sentence."""
    way = way_out(error, target)
    return f"{error}; {way}" if way else str(error)


def way_out(error: Exception, target: Target) -> str | None:
    """Return what to do, or None where the error says so itself or time mends it."""
    place, held = place_of(target), credential_in(target)
    match error:
        case Forbidden():
            return f"give the account of {held} in {place}: {RIGHTS[target.provider]}"
        case LoggedOut():
            return f"put valid credentials into {held}: these are wrong, expired or revoked"
        case Missing():
            setting = "repository" if target.provider == "github" else "project"
            return (
                f"{place} does not exist any more, or the account of {held} may not see it: "
                f"correct {setting} in amends.toml, or give that account access"
            )
        case NotSent():
            return f"see whether {target.base_url} is its right base_url, and the network up"
        case _:
            return None


def place_of(target: Target) -> str:
    """Return the repository or project of *target*."""
    return str(target.repository or target.project)


def credential_in(target: Target) -> str:
    """Return the names of the variables that hold what we sign in by; never their values."""
    if target.app_id is not None:
        return str(target.private_key_env)
    return " and ".join(name for name in (target.user_env, target.token_env) if name)
