"""Who takes part in a sandbox."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cast:
    """The account behind the token, the one behind the page, and the others."""

    account: str
    visitor: str
    people: tuple[str, ...] = ()

    @property
    def logins(self) -> tuple[str, ...]:
        """Everybody, each once."""
        return tuple(dict.fromkeys((self.account, self.visitor, *self.people)))
