"""[[target]]: what its issues show, how it is said there, and in which direction it moves."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from tracker.domain.directions import Direction
from tracker.domain.items import Kind

LONGEST_LABEL = {"github": 50, "jira": 255}
LONGEST_OF_OURS = len("priority: P0") + 2  # "kind: mitigate"
ONLY_GITHUB = ("milestone",)
ONLY_JIRA = ("components", "custom_fields")
Level = Literal["P0", "P1", "P2", "P3", "P4"]
Pushed = Literal["push", "off"]


class Directions(BaseModel):
    """[target.fields]: both, push, pull or off for each field; a text of ours is never pulled."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Direction = Direction.BOTH
    state: Direction = Direction.BOTH
    owner: Direction = Direction.BOTH
    priority: Direction = Direction.BOTH
    due: Direction = Direction.BOTH
    kind: Direction = Direction.BOTH
    block: Pushed = "push"

    def ways(self) -> dict[str, Direction]:
        """Return the direction of each field."""
        return {name: Direction(value) for name, value in self}


class IssueFields(BaseModel):
    """What a [[target]] says of its issues; the rest of it says where they live."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    issue_type: str | None = Field(default=None, min_length=1)
    labels: tuple[str, ...] = ()
    label_prefix: str = ""
    kinds: dict[Kind, str] = Field(default_factory=dict)
    milestone: str | None = Field(default=None, min_length=1)
    components: tuple[str, ...] = ()
    custom_fields: dict[str, Any] = Field(default_factory=dict)
    priorities: dict[Level, str] = Field(default_factory=dict)
    template: str | None = Field(default=None, min_length=1)
    fields: Directions = Directions()

    @field_validator("custom_fields")
    @classmethod
    def _as_json(cls, value: dict[str, Any]) -> dict[str, Any]:
        return {name: _plain(one) for name, one in value.items()}

    @property
    def types_of_kinds(self) -> dict[str, str]:
        """Return the issue type of each kind that has one."""
        return {kind.value: name for kind, name in self.kinds.items()}

    @property
    def names_of_levels(self) -> dict[str, str]:
        """Return the tracker's own names of some of P0 to P4."""
        return {str(level): name for level, name in self.priorities.items()}

    def check(self, provider: str) -> None:
        """Raise ValueError with a sentence for what this provider cannot show."""
        other, names = ("GitHub", ONLY_JIRA) if provider == "github" else ("Jira", ONLY_GITHUB)
        for name in names:
            if getattr(self, name):
                raise ValueError(f"{other} has no {name.replace('_', ' ')}")
        if provider == "github" and self.fields.due is Direction.PULL:
            raise ValueError("GitHub has no due date to pull; set fields.due to push or off")
        longest = LONGEST_LABEL[provider]
        for label in self.labels:
            _check_label(label, provider, longest)
        if self.label_prefix:
            _check_label(self.label_prefix, provider, longest - LONGEST_OF_OURS)


def _check_label(label: str, provider: str, longest: int) -> None:
    if not label.strip():
        raise ValueError("a label is not empty")
    if len(label) > longest:
        raise ValueError(f"{label!r} is longer than the {longest} characters a label may have")
    if provider == "jira" and label != "".join(label.split()):
        raise ValueError(f"{label!r} holds a space, which a Jira label may not")


def _plain(value: Any) -> Any:
    """Return a value of TOML as JSON holds it."""
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
