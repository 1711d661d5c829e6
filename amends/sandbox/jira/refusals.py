"""Why the Jira sandbox says no, in Jira's words.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v2/intro/#status-codes
"""

from collections.abc import Mapping


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(
        self, status: int, *messages: str, errors: Mapping[str, str] | None = None
    ) -> None:
        super().__init__("; ".join([*messages, *(errors or {}).values()]))
        self.status = status
        self.body = {"errorMessages": list(messages), "errors": dict(errors or {})}


def no_issue() -> Refusal:
    """Nothing is here that the caller may see."""
    return Refusal(404, "Issue does not exist or you do not have permission to see it.")


def no_project(key: str) -> Refusal:
    """There is no such project."""
    return Refusal(404, f"No project could be found with key '{key}'.")


def off_screen(field: str) -> str:
    """A field is unknown, or not on the screen of what is being done."""
    return f"Field '{field}' cannot be set. It is not on the appropriate screen, or unknown."
