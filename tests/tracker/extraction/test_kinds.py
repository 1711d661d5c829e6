import pytest

from tracker.domain.items import Kind
from tracker.extraction.kinds import guess_kind


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("Load Testing", "Conduct load tests.", Kind.PREVENT),
        ("Training", "Provide sessions on alerts.", Kind.PROCESS),
        (None, "Document the restart.", Kind.PROCESS),
        (None, "Add alerts for the disk.", Kind.DETECT),
        (None, "Implement failover for the database.", Kind.MITIGATE),
        (None, "Add rate limiting to the gateway.", Kind.MITIGATE),
        (None, "Patch the web server.", Kind.REPAIR),
        (None, "Optimize the slow query.", Kind.REPAIR),
        (None, "Validate settings in CI.", Kind.PREVENT),
        (None, "Something else entirely", Kind.PREVENT),
    ],
)
def test_a_kind_is_guessed_by_vocabulary(heading: str | None, text: str, kind: Kind) -> None:
    """The lead says more than the text; what is unknown prevents."""
    assert guess_kind(heading, text) is kind


@pytest.mark.parametrize(
    ("group", "kind"),
    [("Detection", Kind.DETECT), ("Mitigate", Kind.MITIGATE), ("Improvements/Fixes", Kind.PREVENT)],
)
def test_a_group_that_names_a_kind_is_believed(group: str, kind: Kind) -> None:
    """A type column or subheading; a section's own title is none."""
    assert guess_kind(None, "Something else", group) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Page the engineer on call when the pool is full.", Kind.DETECT),
        ("Watch the pool and page the owner.", Kind.DETECT),
        ("Have the lead paged at once.", Kind.DETECT),
        ("Give the basket page its own pool.", Kind.PREVENT),
        ("Write a page for customers.", Kind.PREVENT),
    ],
)
def test_only_the_verb_to_page_detects(text: str, kind: Kind) -> None:
    """A page of a site does not wake anybody."""
    assert guess_kind(None, text) is kind
