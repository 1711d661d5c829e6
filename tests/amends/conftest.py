"""What the tests of the command line may ask for: a user in a folder, with a project or without."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.amends.shell import CONFIG, MAIL, SEARCH, Shell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(name="shell")
def _shell(tmp_path: Path) -> Shell:
    """Return a user in an empty folder."""
    return Shell(tmp_path)


@pytest.fixture(scope="session", name="settled")
def _settled(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return a user in a project with two postmortems; whoever changes it takes a copy."""
    shell = Shell(tmp_path_factory.mktemp("project"))
    shell.write("amends.toml", CONFIG)
    shell.write("postmortems/a-search.md", SEARCH)
    shell.write("postmortems/b-mail.md", MAIL)
    assert shell.run("init").status == 0
    assert shell.run("ingest").status == 0
    return shell


@pytest.fixture(name="project")
def _project(settled: Shell, tmp_path: Path) -> Shell:
    """Return a user in a project of their own."""
    shutil.copytree(settled.folder, tmp_path, dirs_exist_ok=True)
    return Shell(tmp_path)
