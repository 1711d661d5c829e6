"""Who is meant by a name in a document: the people of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.settings import Person


class People:
    """The people of [people], found by any of their names."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        self._people = dict(people)
        self._by_name: dict[str, str] = {}
        for key, person in people.items():
            names = (key, person.github, person.jira, person.email)
            for name in filter(None, names):
                self._by_name.setdefault(_plain(name), key)

    def called(self, name: str | None) -> str | None:
        """Return the person as written in [people], or *name* itself where nobody is known."""
        if not name or not name.strip():
            return None
        return self._by_name.get(_plain(name), name.strip())

    def are_one(self, name: str, other: str) -> bool:
        """Return whether two names mean the same person, however they are written."""
        return _plain(self.called(name) or "") == _plain(self.called(other) or "")

    def knows(self, name: str) -> bool:
        """Return whether *name* stands in [people] as it is written."""
        return name in self._people

    @property
    def names(self) -> list[str]:
        """Return everybody as written in [people]."""
        return sorted(self._people)

    def team(self, owner: str | None) -> str | None:
        """Return whose team an owner is in, or is: who is no person of [people] is a team.

        A person there has an account or an address. None where nobody tells: without an owner,
        for a person without a team, and without [people] at all.
        """
        if owner is None or not self._people:
            return None
        name = self.called(owner)
        person = self._people.get(name or "")
        if person is None:
            return name
        if person.team:
            return self.called(person.team)
        return None if any((person.github, person.jira, person.email)) else name

    def account(self, owner: str | None, provider: str) -> str | None:
        """Return an owner's account at a provider, or None."""
        person = self._people.get(self.called(owner) or "")
        account = getattr(person, provider, None) if person else None
        return str(account) if account else None

    def behind(self, account: str, provider: str) -> str | None:
        """Return who has an account at a provider, or None where nobody of ours has it."""
        for key, person in self._people.items():
            known = getattr(person, provider, None)
            if known and str(known).casefold() == account.casefold():
                return key
        return None


def _plain(name: str) -> str:
    return name.strip().removeprefix("@").casefold()
