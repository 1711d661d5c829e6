"""A sandbox of each kind, and a client of each kind before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.sandbox import Sandbox, serve
from tests.amends.sandbox.clients import GitHub, Jira


@pytest.fixture(name="github_sandbox")
def _github_sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with serve("github", tmp_path / "github.db") as sandbox:
        yield sandbox


@pytest.fixture(name="jira_sandbox")
def _jira_sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with serve("jira", tmp_path / "jira.db") as sandbox:
        yield sandbox


@pytest.fixture(name="hub")
def _hub(github_sandbox: Sandbox) -> GitHub:
    return GitHub(github_sandbox.url)


@pytest.fixture(name="site")
def _site(jira_sandbox: Sandbox) -> Jira:
    return Jira(jira_sandbox.url)
