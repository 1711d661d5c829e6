"""Why the GitHub sandbox says no; each knows its status and its body.

Source: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
"""

from typing import Any

DOCS = "https://docs.github.com/rest"


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"message": message, **more}
        self.body |= {"documentation_url": DOCS, "status": str(status)}


def not_found() -> Refusal:
    """Nothing is here that the caller may see."""
    return Refusal(404, "Not Found")


def invalid(field: str, code: str, **more: object) -> Refusal:
    """One field of an issue cannot be what the caller wants."""
    error = {"resource": "Issue", "code": code, "field": field, **more}
    return Refusal(422, "Validation Failed", errors=[error])


def unreadable(complaint: str) -> Refusal:
    """The request's body is not of the documented form."""
    return Refusal(422, f"Invalid request.\n\n{complaint}")
