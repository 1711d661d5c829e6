"""What a tracker sends elsewhere is no answer: it is asked for again, at the place itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes import faults
from tests.sync.bench import WORDS
from tests.sync.conftest import ON_BOTH

if TYPE_CHECKING:
    from tests.sync.bench import Bench
    from tests.sync.places import Place

EDITS = {"github": "PATCH", "jira": "PUT"}


@ON_BOTH
@pytest.mark.parametrize("status", [301, 307])
@pytest.mark.parametrize("where", ["lists", "creates", "edits"])
def test_a_redirect_loses_nothing_and_makes_no_junk(
    filed: Bench, place: Place, where: str, status: int
) -> None:
    """Whether a list, a create or an edit is led astray: each issue is there once, as it should."""
    asked = {"lists": place.lists, "creates": ("POST", place.creates)}
    method, path = asked.get(where, (EDITS[place.provider], place.issue))
    astray = faults.redirect(status, f"{place.proxy.url}/elsewhere")
    rule = place.proxy.inject(faults.answer(astray), method, path)
    filed.take_in(f"{WORDS[1]} | @bob | | ", name="new.md")
    filed.edit(filed.items[0], title="Ours")
    filed.sync()
    filed.cycles()

    assert rule.hits == 1
    assert sorted(one.title for one in place.issues()) == sorted(["Ours", WORDS[1]])
    assert filed.one_open_issue_an_item()
    assert filed.link_states == ["linked", "linked"]
