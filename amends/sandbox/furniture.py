"""What the places of a sandbox have besides: issue types, milestones, components, own fields."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OwnField:
    """A field that somebody added to Jira; *choices* are its options, numbered from 1."""

    id: str
    name: str
    kind: str = "string"
    items: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()

    def numbered(self) -> dict[str, str]:
        """Return the options by their ids."""
        return {str(number): name for number, name in enumerate(self.choices, 1)}


@dataclass(frozen=True)
class Furniture:
    """GitHub: *issue_types* and *milestones* of every repository. Jira: the rest, everywhere."""

    issue_types: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    own_fields: tuple[OwnField, ...] = ()


PLAIN = Furniture()
