"""[[source]]: a place on this machine or a repository; what cannot be read is refused at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tracker.test_settings import GITHUB, JIRA, refusal, settings

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '[[source]]\nrepository = "acme/postmortems"\n'
OTHER = GITHUB.replace("platform", "other")
ELSEWHERE = f'{OTHER}base_url = "https://github.example.com/api/v3"\n'
SAME = GITHUB.replace("platform", "postmortems")


def test_a_repository_may_say_what_of_it_and_through_whom(tmp_path: Path) -> None:
    """Path, ref and target are its own; slashes at the ends of a path mean nothing."""
    found = settings(
        tmp_path, f'{SOURCE}path = "/a/./b/"\nref = "v1"\ntarget = "platform"\n{GITHUB}'
    )
    (source,) = found.repositories

    assert (source.inside, source.ref) == ("a/b", "v1")
    assert found.reader_of(source).name == "platform"


@pytest.mark.parametrize("path", ["", 'path = "."\n', 'path = "/"\n'])
def test_without_a_path_everything_is_meant(tmp_path: Path, path: str) -> None:
    """So it is with the repository's own folder."""
    assert settings(tmp_path, SOURCE + path + GITHUB).repositories[0].inside == ""


@pytest.mark.parametrize(
    ("targets", "reader"),
    [
        (JIRA + GITHUB + OTHER, "platform"),
        (GITHUB + SAME, "postmortems"),
        (OTHER + GITHUB, "other"),
    ],
)
def test_a_repository_is_read_through_its_own_target_or_the_first(
    tmp_path: Path, targets: str, reader: str
) -> None:
    """The GitHub target of the same repository, else the first one of GitHub."""
    found = settings(tmp_path, SOURCE + targets)

    assert found.reader_of(found.repositories[0]).name == reader


@pytest.mark.parametrize(
    "name",
    [
        "acme",
        "acme/",
        "/postmortems",
        "acme/post/mortems",
        "acme/..",
        "acme/.",
        "https://github.com/acme/postmortems",
        "git@github.com:acme/postmortems",
        "acme/post mortems",
        "acme/a?b",
        "acme/a%2Fb",
        "../acme/x",
        "",
    ],
)
def test_what_is_no_repository_is_refused(tmp_path: Path, name: str) -> None:
    """The sentence says how one is written."""
    told = refusal(tmp_path, SOURCE.replace("acme/postmortems", name) + GITHUB)

    assert "amends.toml: [[source]] 1: repository: " in told
    assert told.endswith('is no repository; write "owner/name"')


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SOURCE, "reads acme/postmortems, but there is no GitHub [[target]]"),
        (SOURCE + JIRA, "reads acme/postmortems, but there is no GitHub [[target]]"),
        (f'{SOURCE}target = "gone"\n{GITHUB}', "names the target gone, which there is not"),
        (
            f'{SOURCE}target = "ops"\n{GITHUB}{JIRA}',
            "through the target ops, which is no GitHub target",
        ),
        (f'{SOURCE}path = "a/../.."\n{GITHUB}', "leads out of acme/postmortems"),
        (f'{SOURCE}ref = ""\n{GITHUB}', "[[source]] 1: ref"),
        (f"[[source]]\n{GITHUB}", "names a path or a repository"),
        (f'[[source]]\npath = "x"\nref = "main"\n{GITHUB}', "names its repository too"),
        (f'[[source]]\npath = "x"\ntarget = "platform"\n{GITHUB}', "names its repository too"),
        (f'{SOURCE}branch = "main"\n{GITHUB}', "[[source]] 1: branch: there is no such setting"),
        (f'{SOURCE}{SOURCE}ref = "v1"\n{GITHUB}', "two [[source]] read acme/postmortems"),
        (
            f'{SOURCE}{SOURCE.replace("acme", "Acme")}target = "other"\n{GITHUB}{ELSEWHERE}',
            "two [[source]] read Acme/postmortems",
        ),
    ],
)
def test_a_source_that_cannot_be_read_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """One sentence that names the file and says what is wrong."""
    told = refusal(tmp_path, text)

    assert "amends.toml: " in told
    assert why in told
    assert "\n" not in told


def test_two_folders_of_one_repository_are_two_sources(tmp_path: Path) -> None:
    """At the same ref they may stand side by side."""
    text = f'{SOURCE}path = "a"\n{SOURCE}path = "b"\n[[source]]\npath = "notes"\n{GITHUB}'
    found = settings(tmp_path, text)

    assert [one.inside for one in found.repositories] == ["a", "b"]
