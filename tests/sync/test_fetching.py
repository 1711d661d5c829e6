"""Documents that people ask for by their address are fetched by the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from amends.commands.documents import take_asked
from amends.setting_out import clerk
from tests.sync.archive import NAME, a_postmortem
from tracker.accepting import accept
from tracker.addresses import places, remote_document
from tracker.bringing import ask_for
from tracker.intake import Outcome

if TYPE_CHECKING:
    from tests.sync.archive import Archive
    from tracker.domain.drafts import Draft


def asked(archive: Archive, path: str, ref: str = "main", repository: str = NAME) -> Draft:
    """Ask for a document, let it be fetched, and return its draft."""
    settings = archive.bench.settings
    base = settings.target[0].base_url
    address = f"{base}/{repository}/blob/{ref}/{path}"
    remote = remote_document(address, places(settings.source, settings.target))
    with archive.bench.store.work() as work:
        draft = ask_for(work, remote, clerk(settings))
        work.commit()
    archive.github.proxy.forget()
    take_asked(archive.bench.store, settings)
    with archive.bench.store.reading() as work:
        return work.drafts.get(draft.id)


def test_a_document_is_fetched_and_laid_out(archive_on_both: Archive) -> None:
    """Three requests; the draft says when it came, and nothing is filed."""
    draft = asked(archive_on_both, "mail.md")

    assert archive_on_both.asked == ["commits", "trees", "blobs"]
    assert draft.text == a_postmortem("mail")
    assert draft.came_at is not None
    assert draft.key == f"{NAME}/mail.md"
    assert not archive_on_both.bench.items


def test_nothing_is_asked_where_nobody_wishes(archive: Archive) -> None:
    """A run without a wish sends no request for it."""
    archive.github.proxy.forget()

    assert take_asked(archive.bench.store, archive.bench.settings) == []
    assert archive.requests == 0


def test_an_accepted_document_is_the_sources_own(archive: Archive) -> None:
    """The next reading of the source finds it known, and adds nothing."""
    draft = asked(archive, "mail.md")
    with archive.bench.store.work() as work:
        accept(work, draft, clerk(archive.bench.settings))
        work.commit()
    found = archive.outcomes()

    assert found["mail.md"] == Outcome.UNCHANGED.value
    assert len(archive.bench.items) == 4


def test_another_branch_is_another_text(archive: Archive) -> None:
    """A text of a branch is not taken for what the source holds at that path."""
    archive.ingest()
    archive.commit({"mail.md": a_postmortem("mail", "Rehearse it")})
    draft = asked(archive, "mail.md")

    assert draft.key == "brought/mail.md"
    assert draft.near[0].path == f"{NAME}/mail.md"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("gone.md", "nothing at gone.md"),
        ("2026", "is a folder"),
    ],
)
def test_what_cannot_be_fetched_is_told_once(archive: Archive, path: str, told: str) -> None:
    """The draft says why; it is not asked for again until a person wishes so."""
    draft = asked(archive, path)
    archive.github.proxy.forget()
    take_asked(archive.bench.store, archive.bench.settings)

    assert told in (draft.trouble or "")
    assert archive.requests == 0


def test_a_ref_that_there_is_not_is_told(archive: Archive) -> None:
    """The sentence asks whether there is such a branch."""
    draft = asked(archive, "mail.md", ref="nowhere")

    assert draft.text is None
    assert "nowhere" in (draft.trouble or "")
