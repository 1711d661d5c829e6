"""`amends ingest`, `worker` and `doctor` with a repository as a source, as a user sees them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from amends.sandbox import Sandbox, serve
from tests.amends.shell import MAIL, SEARCH, Shell
from tests.fakes import Proxy, faults

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "sandbox-token"
CONFIG = """\
[[source]]
repository = "acme/postmortems"

[[target]]
name = "platform"
provider = "github"
repository = "acme/platform"
base_url = "{url}"
token_env = "SOME_TOKEN"
"""


@pytest.fixture(name="sandbox")
def _sandbox(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Yield a GitHub with two postmortems in a repository; the user's token is set."""
    monkeypatch.setenv("SOME_TOKEN", TOKEN)
    repositories = ("acme/platform", "acme/postmortems")
    with serve("github", shell.folder / "github.state", repositories=repositories) as sandbox:
        hub = sandbox.hub
        files = {"a-search.md": SEARCH.encode(), "2026/mail.md": MAIL.encode()}
        hub.library.commit(hub.repository("acme", "postmortems"), files)
        yield sandbox


@pytest.fixture(name="proxy")
def _proxy(shell: Shell, sandbox: Sandbox) -> Iterator[Proxy]:
    """Yield what stands before it; the configuration leads there."""
    with Proxy(sandbox.url) as proxy:
        shell.write("amends.toml", CONFIG.format(url=proxy.url))
        yield proxy


def test_ingest_reads_the_repository(shell: Shell, proxy: Proxy) -> None:
    """As from a folder: one object, a table, and a second time all is unchanged."""
    first = shell.run("ingest", "--json")
    second = shell.run("ingest")
    documents = first.json["documents"]

    assert (first.status, first.err, second.status) == (0, "", 0)
    assert [(one["path"], one["outcome"], one["added"]) for one in documents] == [
        ("acme/postmortems/2026/mail.md", "added", 2),
        ("acme/postmortems/a-search.md", "added", 3),
    ]
    assert first.json["errors"] == []
    assert "2 documents, 2 unchanged, 0 new action items." in second.out
    assert proxy.requests == 5


def test_a_repository_that_cannot_be_read_is_an_error_among_others(
    shell: Shell, proxy: Proxy
) -> None:
    """Exit status 1, the sentence in the JSON, nothing else beside it."""
    proxy.inject(faults.answer(faults.logged_out()), "GET", "/commits$")
    answer = shell.quick("ingest", "--json")
    (error,) = answer.json["errors"]

    assert (answer.status, answer.err) == (1, "")
    assert error["path"] == "acme/postmortems"
    assert error["error"].startswith("source acme/postmortems (GitHub) answered 401")
    assert TOKEN not in answer.out


def test_a_limit_is_a_note_and_no_failure(shell: Shell, proxy: Proxy) -> None:
    """It is told with its time, in the next process too, beside the output proper."""
    proxy.inject(faults.answer(faults.wait_some(403, 60)), "GET", "/commits$")
    first, second = shell.run("ingest", "--json"), shell.run("ingest", "--json")

    assert (first.status, second.status) == (0, 0)
    assert first.json == {"documents": [], "errors": []}
    assert "pauses for 60 s" in first.err
    assert "waits for its limit until" in second.err
    assert proxy.requests == 1


def test_a_named_path_reads_no_source(shell: Shell, proxy: Proxy) -> None:
    """Who names files means these."""
    shell.write("notes.md", MAIL)
    answer = shell.quick("ingest", "notes.md", "--json")

    assert [one["path"] for one in answer.json["documents"]] == ["notes.md"]
    assert proxy.requests == 0


def test_the_worker_reads_the_repository(shell: Shell, proxy: Proxy) -> None:
    """Once through, all is read and filed."""
    answer = shell.run("worker", "--once")

    assert answer.status == 0
    assert "ingest: 2 documents, 5 new items" in answer.err
    assert len([one for one in proxy.writes if one.startswith("POST")]) == 4


def test_the_doctor_looks_at_the_repository(shell: Shell, proxy: Proxy) -> None:
    """One line: it may be read, and how much it holds."""
    answer = shell.quick("doctor")

    assert "ok    source acme/postmortems: may be read and holds 2 documents" in answer.out
    assert proxy.writes == []


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('path = "2027"\n', "there is nothing at 2027 in acme/postmortems"),
        ('ref = "gone"\n', "is there a branch or tag gone"),
    ],
)
def test_the_doctor_says_what_is_wrong(shell: Shell, sandbox: Sandbox, more: str, why: str) -> None:
    """The same sentence as the ingest's, and nothing is stored."""
    head, tail = CONFIG.format(url=sandbox.url).split("\n\n", 1)
    shell.write("amends.toml", f"{head}\n{more}\n{tail}")
    answer = shell.quick("doctor", "--json")
    told = {one["check"]: one for one in json.loads(answer.out)}

    assert answer.status == 1
    assert told["source acme/postmortems"]["ok"] is False
    assert why in told["source acme/postmortems"]["detail"]


def test_no_token_reaches_the_database(shell: Shell, proxy: Proxy) -> None:
    """What is kept of a source tells where it is, not by what it is read."""
    del proxy
    shell.quick("ingest")

    assert TOKEN.encode() not in (shell.folder / "amends.db").read_bytes()
