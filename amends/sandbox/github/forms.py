"""What clients send to the GitHub sandbox, read strictly and answered politely.

Source: https://docs.github.com/en/rest/issues/issues
"""

from typing import TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError

from amends.sandbox.github.records import Changes, Reason, State
from amends.sandbox.github.refusals import invalid, unreadable

Form = TypeVar("Form", bound=BaseModel)


class LabelName(BaseModel):
    """A label may be sent as an object; only its name counts."""

    model_config = ConfigDict(strict=True)

    name: str


class IssueForm(BaseModel):
    """The members of an issue that a client may send, to open as to edit."""

    model_config = ConfigDict(strict=True)

    title: str | int | None = None
    body: str | None = None
    labels: list[str | LabelName] | None = None
    assignee: str | None = None
    assignees: list[str] | None = None
    milestone: str | int | None = None
    type: str | None = None
    state: State | None = None
    state_reason: Reason | None = None

    def changes(self) -> Changes:
        """Return what the client named."""
        named: Changes = {}
        if "milestone" in self.model_fields_set:
            if isinstance(self.milestone, str):
                raise invalid("milestone", "invalid", value=self.milestone)
            named["milestone"] = self.milestone
        if "type" in self.model_fields_set:
            named["type"] = self.type
        if self.title is not None:
            named["title"] = str(self.title)
        if "body" in self.model_fields_set:
            named["body"] = self.body
        if self.labels is not None:
            named["labels"] = tuple(
                one if isinstance(one, str) else one.name for one in self.labels
            )
        if self.assignees is not None:
            named["assignees"] = tuple(self.assignees)
        elif self.assignee is not None:
            named["assignees"] = (self.assignee,) if self.assignee else ()
        return named

    def edits(self) -> Changes:
        """Return what the client named, the state included."""
        named = self.changes()
        if self.state is not None:
            named["state"] = self.state
        if self.state_reason is not None:
            named["state_reason"] = self.state_reason
        return named


class CommentForm(BaseModel):
    """A comment as a client sends it."""

    model_config = ConfigDict(strict=True)

    body: str


class Question(BaseModel):
    """A GraphQL request as a client sends it."""

    query: str
    variables: dict[str, object] | None = None


def sent(form: type[Form]) -> Form:
    """Return the request's body as this form, or refuse it with its first fault."""
    try:
        return form.model_validate_json(request.get_data() or b"{}")
    except ValidationError as error:
        fault = error.errors()[0]
        where = "/".join(str(part) for part in fault["loc"]) or "body"
        raise unreadable(f"For '{where}', {fault['msg']}.") from error
