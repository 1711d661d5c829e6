"""Whatever people do in a repository: reading it step by step ends where reading it once does."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.archive import PROMISES, Archive, a_postmortem
from tests.sync.bench import Bench
from tests.sync.places import GitHubPlace

if TYPE_CHECKING:
    from collections.abc import Mapping

PATHS = ("a.md", "b/c.md", "d e.md", "ü.md")
MORE = ("Rehearse a region's failure", "Write the runbook for the night shift")
DOCUMENTS = st.builds(
    a_postmortem, st.sampled_from(sorted(PROMISES)), st.sampled_from(("", *MORE))
).map(lambda text: text.replace("- \n", ""))
CONTENTS = st.one_of(st.none(), DOCUMENTS, st.sampled_from(["# Lunch\n\nSoup.\n", "\x00"]))
COMMITS = st.lists(
    st.dictionaries(st.sampled_from(PATHS), CONTENTS, min_size=1), min_size=1, max_size=5
)


@settings(max_examples=25)
@given(commits=COMMITS)
def test_any_edits_end_where_a_fresh_reading_does(
    migrated_file: Path, commits: list[Mapping[str, str | None]]
) -> None:
    """The same incidents with the same promises, and then one request that finds nothing new."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        github = GitHubPlace(folder)
        old, new = (fresh(folder / one, migrated_file, github) for one in ("old", "new"))
        for changes in commits:
            old.commit(changes)
            old.ingest()
        new.ingest()
        told = (old.promises, sorted(new.promises.items()))
        old.ingest()
        requests = old.requests
        for one in (old, new):
            one.bench.close()
        github.stop()

    assert sorted(told[0].items()) == told[1]
    assert requests == 1


def fresh(folder: Path, migrated_file: Path, github: GitHubPlace) -> Archive:
    """Return an installation that has read nothing yet."""
    folder.mkdir()
    shutil.copyfile(migrated_file, folder / "amends.db")
    return Archive(Bench(folder, f"sqlite:///{folder / 'amends.db'}", [github]), github)
