"""Secrets come from variables and files only; the installation's own is made once."""

from __future__ import annotations

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tracker.domain.errors import BadSettings
from tracker.settings import fingerprint_of, installation_secret, needed_secret, secret

if TYPE_CHECKING:
    from pathlib import Path

MAKE = (
    "import sys, pathlib; from tracker.settings import installation_secret; "
    "print(installation_secret(pathlib.Path(sys.argv[1])))"
)
LENGTH = 64


def test_a_secret_stands_in_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks around it are not meant."""
    monkeypatch.setenv("AMENDS_T", " sesame\n")

    assert secret("AMENDS_T") == "sesame"


def test_a_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NAME_FILE names a file that holds it."""
    (tmp_path / "token").write_text("sesame\n", encoding="utf-8")
    monkeypatch.setenv("AMENDS_T_FILE", str(tmp_path / "token"))

    assert secret("AMENDS_T") == "sesame"


def test_the_variable_counts_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where both are set, the variable is taken."""
    (tmp_path / "token").write_text("file", encoding="utf-8")
    monkeypatch.setenv("AMENDS_T_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AMENDS_T", "variable")

    assert secret("AMENDS_T") == "variable"


def test_an_absent_secret_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset, empty and unnamed are the same."""
    monkeypatch.setenv("AMENDS_T", "")

    assert secret("AMENDS_T") is None
    assert secret(None) is None


def test_an_empty_file_holds_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty file is as good as none."""
    (tmp_path / "token").write_text("\n", encoding="utf-8")
    monkeypatch.setenv("AMENDS_T_FILE", str(tmp_path / "token"))

    assert secret("AMENDS_T") is None


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The sentence names the variable and the file."""
    monkeypatch.setenv("AMENDS_T_FILE", str(tmp_path / name))

    with pytest.raises(BadSettings, match=r"AMENDS_T_FILE names .*, which cannot be read"):
        secret("AMENDS_T")


def test_a_binary_file_is_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are in no sentence."""
    (tmp_path / "token").write_bytes(b"\xff\xfe\x80sesame")
    monkeypatch.setenv("AMENDS_T_FILE", str(tmp_path / "token"))

    with pytest.raises(BadSettings) as refusal:
        secret("AMENDS_T")
    assert "sesame" not in str(refusal.value)


def test_a_needed_secret_says_what_to_set() -> None:
    """The sentence names the target and both variables."""
    with pytest.raises(BadSettings, match=r"target ops: AMENDS_T is not set.*AMENDS_T_FILE"):
        needed_secret("AMENDS_T", "ops")


def test_a_needed_secret_that_is_set_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else is asked."""
    monkeypatch.setenv("AMENDS_T", "sesame")

    assert needed_secret("AMENDS_T", "ops") == "sesame"


def test_the_installations_secret_is_made_once(tmp_path: Path) -> None:
    """The first call makes it, the next ones read it."""
    first = installation_secret(tmp_path)

    assert len(first) == LENGTH
    assert installation_secret(tmp_path) == first


def test_the_installations_secret_is_its_owners_only(tmp_path: Path) -> None:
    """Nobody else may read the file, and no draft stays beside it."""
    installation_secret(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["amends.secret"]
    assert stat.S_IMODE((tmp_path / "amends.secret").stat().st_mode) == 0o600


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    """No secret is built in."""
    (tmp_path / "other").mkdir()

    assert installation_secret(tmp_path) != installation_secret(tmp_path / "other")


def test_threads_that_begin_at_once_agree(tmp_path: Path) -> None:
    """Whoever comes second takes the first one's."""
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(installation_secret, [tmp_path] * 32))

    assert len(found) == 1


def test_processes_that_begin_at_once_agree(tmp_path: Path) -> None:
    """Web server and worker sign alike from their first start on."""
    order = [sys.executable, "-c", MAKE, str(tmp_path)]
    started = [
        subprocess.Popen(order, stdout=subprocess.PIPE)  # noqa: S603  our own Python
        for _ in range(4)
    ]

    assert len({process.communicate()[0] for process in started}) == 1


def test_several_machines_are_told_their_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With AMENDS_SECRET, no file is made."""
    monkeypatch.setenv("AMENDS_SECRET", "sesame")

    assert installation_secret(tmp_path) == "sesame"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    """An emptied file would make every marker another one."""
    (tmp_path / "amends.secret").write_text("\n", encoding="utf-8")

    with pytest.raises(BadSettings, match=r"amends\.secret is empty; restore it"):
        installation_secret(tmp_path)


def test_a_secret_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """The sentence says what else one can do."""
    with pytest.raises(BadSettings, match="set AMENDS_SECRET instead"):
        installation_secret(tmp_path / "nowhere")


def test_a_fingerprint_tells_secrets_apart_and_nothing_of_them() -> None:
    """The database keeps the fingerprint only."""
    found = fingerprint_of("sesame")

    assert found == fingerprint_of("sesame")
    assert found != fingerprint_of("sesam")
    assert "sesam" not in found
