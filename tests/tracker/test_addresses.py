"""Addresses of documents: only those of configured repositories are understood."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.addresses import RemoteDocument, places, remote_document
from tracker.domain.errors import BadInput
from tracker.settings import Target
from tracker.sources import DocumentSource

TARGETS = (
    Target(name="cloud", provider="github", token_env="T", repository="acme/platform"),
    Target(
        name="own", provider="github", token_env="T", repository="ops/tools",
        base_url="https://ghe.example.com/api/v3",
    ),
    Target(name="j", provider="jira", token_env="T", project="OPS", base_url="https://j.test"),
)  # fmt: skip
SOURCES = (
    DocumentSource(path="here"),
    DocumentSource(repository="acme/postmortems", ref="team/main"),
)
KNOWN = places(SOURCES, TARGETS)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (
            "https://github.com/acme/postmortems/blob/team/main/2026/a%20b.md",
            ("acme/postmortems", "cloud", "team/main", "2026/a b.md"),
        ),
        (
            "https://GitHub.com/Acme/Platform/raw/v1/a.md?raw=1#L3",
            ("acme/platform", "cloud", "v1", "a.md"),
        ),
        (
            "https://raw.githubusercontent.com/acme/platform/refs/heads/dev/x/a.rst",
            ("acme/platform", "cloud", "dev", "x/a.rst"),
        ),
        (
            "https://ghe.example.com/ops/tools/blob/main/a.md",
            ("ops/tools", "own", "main", "a.md"),
        ),
    ],
)
def test_an_address_of_a_configured_repository_is_understood(
    address: str, found: tuple[str, str, str, str]
) -> None:
    """As the browser shows it, raw, and on a server of one's own."""
    repository, target, ref, path = found

    assert remote_document(address, KNOWN) == RemoteDocument(repository, target, ref, path)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_understood_or_refused(typed: str) -> None:
    """There is a sentence for everything else; no path leads out of its repository."""
    found: list[RemoteDocument] = []
    for address in (typed, f"https://github.com/acme/platform/blob/{typed}"):
        with suppress(BadInput):
            found.append(remote_document(address, KNOWN))

    assert all(not {"..", "."} & set(one.path.split("/")) for one in found)
    assert {one.repository for one in found} <= {"acme/platform"}
