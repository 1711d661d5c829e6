"""What a draft's form must tell, and what is done with one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.drafting import drafter

if TYPE_CHECKING:
    from tests.web.building import Visitor
    from tracker.storage import Work


@pytest.mark.parametrize("seen", ["{", "[]", '{"1": 3}', "[" * 100_000])
def test_a_form_that_does_not_tell_what_it_showed_is_refused(
    visitor: Visitor, work: Work, seen: str
) -> None:
    """Else every field would be stored as if somebody had typed it."""
    desk = drafter(visitor)
    desk.fields["seen"] = seen
    answer = desk.press("save", e1_title="Typed")

    assert answer.status_code == 400
    assert "load the page again" in answer.text
    assert work.drafts.get(1).version == 1


@pytest.mark.parametrize("seen", ["", '{"facts": {"title": 1}}'])
def test_a_forged_form_is_no_trouble(visitor: Visitor, seen: str) -> None:
    """What the form claims to have seen is not trusted."""
    desk = drafter(visitor)
    desk.fields["seen"] = seen

    assert desk.press("save", e1_title="Typed").status_code == 303


@pytest.mark.parametrize("deed", ["explode", "", ":1", "save-all", "Merge:1"])
def test_what_cannot_be_done_is_not_answered_as_if_it_were(
    visitor: Visitor, work: Work, deed: str
) -> None:
    """400 with a sentence; nothing is stored, what was typed least of all."""
    answer = drafter(visitor).press(deed, e1_title="Typed")

    assert answer.status_code == 400
    assert "nothing that could be done" in answer.text
    assert work.drafts.get(1).version == 1


def test_a_draft_tells_days_in_words(visitor: Visitor) -> None:
    """As every page does; the field beside holds it as browsers want it."""
    desk = drafter(visitor)
    desk.done("save", e1_due="2031-12-24")
    page = desk.look()

    assert "<span>due 24 Dec 2031</span>" in page
    assert 'value="2031-12-24"' in page
