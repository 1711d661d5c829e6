"""Files of the GitHub sandbox: commits, branches, trees and contents, named as git names them."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from amends.sandbox import Sandbox, serve
from amends.sandbox.github.git import FILE, SUBMODULE, SYMLINK, Held, folders, name_of, tree_name
from tests.amends.sandbox.clients import GitHub

if TYPE_CHECKING:
    from pathlib import Path

    from amends.sandbox.github.library import Library
    from amends.sandbox.github.records import Repository

HERE = "/repos/acme/platform"
HELLO = "ce013625030ba8dba906f756967f9e9ca394464a"  # what `git hash-object` says of b"hello\n"


@pytest.fixture(name="library")
def _library(github_sandbox: Sandbox) -> Library:
    """Return the files of the sandbox."""
    return github_sandbox.hub.library


@pytest.fixture(name="repository")
def _repository(github_sandbox: Sandbox) -> Repository:
    """Return the repository of the sandbox, with two files."""
    hub = github_sandbox.hub
    found = hub.repository("acme", "platform")
    hub.library.commit(found, {"a.md": b"hello\n", "b/c d.md": b"\xff\x00"})
    return found


def paths(hub: GitHub, tree: str, **query: str) -> list[str]:
    """Return what a tree lists."""
    return [one["path"] for one in hub("GET", f"{HERE}/git/trees/{tree}", params=query)[1]["tree"]]


def test_names_are_those_of_git() -> None:
    """Contents, folders and the order in which git sorts them."""
    names = {"a.txt": "1", "a/x.md": "1", "a-b": "1"}
    inner = folders({path: Held(FILE, HELLO) for path in names})

    assert name_of("blob", b"hello\n") == HELLO
    assert tree_name({}) == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    assert list(inner[""]) == ["a-b", "a.txt", "a"]


def test_a_repository_without_files_is_empty(hub: GitHub) -> None:
    """GitHub says so with a conflict."""
    status, body = hub("GET", f"{HERE}/commits")

    assert (status, body["message"]) == (409, "Git Repository is empty.")


def test_commits_lead_to_trees_and_contents(hub: GitHub, repository: Repository) -> None:
    """From the newest commit, every byte can be found."""
    del repository
    (commit,) = hub("GET", f"{HERE}/commits", params={"per_page": "1"})[1]
    tree = commit["commit"]["tree"]["sha"]
    entries = hub("GET", f"{HERE}/git/trees/{tree}", params={"recursive": "1"})[1]["tree"]
    blob = hub("GET", f"{HERE}/git/blobs/{entries[2]['sha']}")[1]

    assert [one["path"] for one in entries] == ["a.md", "b", "b/c d.md"]
    assert [one["type"] for one in entries] == ["blob", "tree", "blob"]
    assert (entries[0]["sha"], entries[0]["size"]) == (HELLO, 6)
    assert (b64decode(blob["content"]), blob["encoding"]) == (b"\xff\x00", "base64")


def test_a_tree_alone_lists_its_own_entries(hub: GitHub, repository: Repository) -> None:
    """A folder has a tree of its own, and a branch's name leads to its tree as well."""
    del repository
    entries = hub("GET", f"{HERE}/git/trees/main")[1]["tree"]

    assert [one["path"] for one in entries] == ["a.md", "b"]
    assert paths(hub, entries[1]["sha"]) == ["c d.md"]


def test_every_change_is_a_commit(hub: GitHub, library: Library, repository: Repository) -> None:
    """Writing, moving and taking away; the newest comes first, and one path's alone."""
    library.put(repository, "a.md", b"more\n")
    library.move(repository, "a.md", "z.md")
    library.delete(repository, "b/c d.md")
    commits = hub("GET", f"{HERE}/commits")[1]
    about = hub("GET", f"{HERE}/commits", params={"path": "b"})[1]

    assert [len(one["parents"]) for one in commits] == [1, 1, 1, 0]
    assert [one["sha"] for one in about] == [commits[0]["sha"], commits[3]["sha"]]
    assert paths(hub, "main", recursive="1") == ["z.md"]


def test_branches_and_tags_lead_to_commits(
    hub: GitHub, library: Library, repository: Repository
) -> None:
    """A tag stands still, a branch moves, and may get another name."""
    library.tag(repository, "v1")
    library.put(repository, "new.md", b"new\n")
    library.rename_branch(repository, "trunk")
    tagged = hub("GET", f"{HERE}/commits", params={"sha": "v1"})[1]
    branch = hub("GET", f"{HERE}/branches/trunk")[1]

    assert len(tagged) == 1
    assert branch["commit"]["parents"][0]["sha"] == tagged[0]["sha"]
    assert hub("GET", HERE)[1]["default_branch"] == "trunk"
    assert hub("GET", f"{HERE}/branches/main")[0] == 404
    assert hub("GET", f"{HERE}/commits", params={"sha": "main"})[0] == 404


def test_links_and_other_repositories_are_told_as_such(
    hub: GitHub, library: Library, repository: Repository
) -> None:
    """By mode and type, as git has them."""
    odd = {"link": Held(SYMLINK, HELLO), "vendored": Held(SUBMODULE, "a" * 40)}
    library.commit(repository, odd)
    told = hub("GET", f"{HERE}/git/trees/main")[1]["tree"]

    assert [(one["path"], one["mode"], one["type"]) for one in told[2:]] == [
        ("link", "120000", "blob"),
        ("vendored", "160000", "commit"),
    ]


def test_what_is_not_there_is_refused(hub: GitHub, repository: Repository) -> None:
    """A content, a tree, and what can be no name of a content."""
    del repository
    places = (f"git/blobs/{'a' * 40}", f"git/trees/{'a' * 40}", "git/blobs/x")

    assert [hub("GET", f"{HERE}/{place}")[0] for place in places] == [404, 404, 422]


def test_a_large_tree_is_cut_off(tmp_path: Path) -> None:
    """It says so, and its folders can still be listed one by one."""
    with serve("github", tmp_path / "github.db", tree_limit=3) as sandbox:
        hub = GitHub(sandbox.url)
        files = {f"{n}/x.md": b"x" for n in range(3)}
        sandbox.hub.library.commit(sandbox.hub.repository("acme", "platform"), files)
        whole = hub("GET", f"{HERE}/git/trees/main", params={"recursive": "1"})[1]

        assert (len(whole["tree"]), whole["truncated"]) == (3, True)
        assert hub("GET", f"{HERE}/git/trees/main")[1]["truncated"] is False


def test_the_newest_commit_has_an_etag(
    hub: GitHub, library: Library, repository: Repository
) -> None:
    """A conditional request for it is a 304 until somebody commits."""
    hub("GET", f"{HERE}/commits", params={"per_page": "1"})
    etag = hub.headers["etag"]
    before = hub("GET", f"{HERE}/commits", etag=etag, params={"per_page": "1"})[0]
    library.put(repository, "a.md", b"more\n")

    assert before == 304
    assert hub("GET", f"{HERE}/commits", etag=etag, params={"per_page": "1"})[0] == 200


def test_files_survive_a_restart(tmp_path: Path) -> None:
    """They lie in the sandbox's own file."""
    with serve("github", tmp_path / "github.db") as sandbox:
        platform = sandbox.hub.repository("acme", "platform")
        made = sandbox.hub.library.put(platform, "a.md", b"hello\n")
    with serve("github", tmp_path / "github.db") as sandbox:
        assert sandbox.hub.library.head(platform) == made
        assert sandbox.hub.library.content(HELLO) == b"hello\n"
