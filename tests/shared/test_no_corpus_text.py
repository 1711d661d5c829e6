"""No text of the labelled corpus is copied into the project."""

import os
import re

import pytest

from tests.house.files import ROOT, tracked

CORPUS = ROOT.parent / "shared" / "corpus"
RUN = 12


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of twelve words in *text*."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_no_sentence_of_the_corpus_stands_in_the_project() -> None:
    """No file of the project shares twelve words in a row with a labelled document."""
    if not CORPUS.is_dir():
        if os.environ.get("CI"):  # noqa: TID251  CI must not skip this
            pytest.fail(f"{CORPUS} is missing in CI")
        pytest.skip(f"{CORPUS} is not here: it lies beside the project and not in it")
    documents = [one for one in CORPUS.iterdir() if one.suffix in {".md", ".txt"}]
    labelled = [one for one in documents if one.name not in {"GUIDE.md", "INDEX.md"}]
    theirs = set().union(*(runs(one.read_text(encoding="utf-8")) for one in labelled))
    ours = tracked(".py", ".md", ".txt", ".html", ".toml", ".css")

    shared = {
        str(path.relative_to(ROOT)): " ".join(min(found))
        for path in ours
        if (found := runs(path.read_text(encoding="utf-8")) & theirs)
    }

    assert shared == {}
