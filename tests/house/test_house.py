"""The house rules that no other tool holds."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from amends.__main__ import VERSION
from tests.house.files import ROOT, tracked

ADDRESS = re.compile(r"://|file:|index-url|@ |(^|\s)[./~]*/\w")
LONGEST_FILE, LONGEST_FUNCTION = 350, 50


def trees() -> list[tuple[Path, str, ast.Module]]:
    """Return every Python file, its text and its tree."""
    texts = [(path, path.read_text(encoding="utf-8")) for path in tracked(".py")]
    return [(path, text, ast.parse(text)) for path, text in texts]


def test_no_file_is_longer_than_one_idea() -> None:
    """Every Python file has at most 350 lines."""
    long = [str(path) for path, text, _ in trees() if text.count("\n") > LONGEST_FILE]

    assert long == []


def test_no_function_is_longer_than_a_screen() -> None:
    """Every function has at most 50 lines."""
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_every_test_says_what_it_promises() -> None:
    """Each test has a docstring."""
    silent = [
        f"{path}:{node.lineno} {node.name}"
        for path, _, tree in trees()
        for node in ast.walk(tree)
        if path.name.startswith("test_")
        and isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_nothing_stands_in_for_the_real_parts() -> None:
    """No Python file imports a library of mocks."""
    mocked = [
        f"{path}:{number}"
        for path, text, _ in trees()
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*(from|import)\s.*\b(unittest\.mock|mock|pytest_mock)\b", line)
    ]

    assert mocked == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_locks_hold_hashes_and_no_address(lock: str) -> None:
    """A lock names packages, versions and hashes, and neither an address nor a path."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if "==" in line and not line.startswith((" ", "#"))]

    assert pins
    assert not [line for line in lines if ADDRESS.search(line)]
    assert "\n".join(lines).count("--hash=sha256:") >= len(pins)


def test_every_dependency_is_locked() -> None:
    """What pyproject.toml names stands in the lock that installs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "requirements.lock": [*project["dependencies"], *extras["build"]],
        "requirements-test.lock": [*project["dependencies"], *extras["build"], *extras["test"]],
    }
    missing = [
        f"{lock}: {name}"
        for lock, dependencies in wanted.items()
        for name in (re.split(r"[\[<>=; ]", one)[0].lower() for one in dependencies)
        if not re.search(rf"(?m)^{name}(\[\S+\])?==", (ROOT / lock).read_text("utf-8").lower())
    ]

    assert missing == []


def test_the_version_is_told_everywhere_alike() -> None:
    """pyproject.toml, the command line and the top of CHANGELOG.md name one version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    top = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert top is not None
    assert top[1] == project["version"] == VERSION


def test_every_setting_is_documented() -> None:
    """docs/settings.md names each setting of amends.toml."""
    from tracker.settings import Settings  # noqa: PLC0415  its fields are the subject here

    told = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    sections = (
        "DocumentSource",
        "Target",
        "Directions",
        "Route",
        "Person",
        "Report",
        "SyncTimes",
        "Dashboard",
        "SmtpChannel",
        "SlackChannel",
        "FolderChannel",
        "GitChannel",
        "Reminders",
        "Policy",
        "Rule",
    )
    schema = Settings.model_json_schema()["$defs"]
    missing = [
        f"{section}.{name}"
        for section in sections
        for name in schema[section]["properties"]
        if f"`{name}`" not in told and f" {name}`" not in told and f"{name}`" not in told
    ]

    assert missing == []
