"""What runs: `amends serve`, `worker` and `demo`."""

from __future__ import annotations

import signal
import urllib.request
from typing import TYPE_CHECKING

import pytest

from tests.amends.shell import CONFIG, Shell, free_port, taken_port

if TYPE_CHECKING:
    import subprocess

PATIENCE = 60


def answer_of(url: str) -> int:
    """Return with which status a page is answered."""
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310  our own server
        return int(answer.status)


def first_line(process: subprocess.Popen[str]) -> str:
    """Return what a process says first: by then it listens."""
    assert process.stderr is not None
    return process.stderr.readline()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_dashboard_runs_until_it_is_asked_to_end(
    project: Shell, number: signal.Signals
) -> None:
    """It says where it is, answers without a login, and ends in order on both signals."""
    port = free_port()
    process = project.start("serve", "--port", str(port))
    said = first_line(process)
    status = answer_of(f"http://127.0.0.1:{port}/healthz")
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)

    assert f"http://127.0.0.1:{port}" in said
    assert status == 200
    assert "Traceback" not in err
    assert (process.returncode, out) == (0, "")


def test_the_dashboard_needs_no_preparation(shell: Shell) -> None:
    """In an empty folder, without a configuration, it starts and answers."""
    port = free_port()
    process = shell.start("serve", "--port", str(port))
    first_line(process)
    status = answer_of(f"http://127.0.0.1:{port}/")
    process.terminate()
    process.communicate(timeout=PATIENCE)

    assert status == 200


def test_a_taken_port_is_one_sentence(project: Shell) -> None:
    """The sentence names the port."""
    with taken_port() as port:
        refusal = project.run("serve", "--port", str(port)).refusal()

    assert f"cannot listen on 127.0.0.1:{port}" in refusal


@pytest.mark.parametrize(
    "words",
    [
        ["--port", "99999"],
        ["--port", "-1"],
        ["--port", "http"],
        ["--host", "example.com"],
        ["--host", "0.0.0.0"],  # noqa: S104  that is what must be refused
        ["--host", ""],
        ["--host", "::"],
    ],
)
def test_an_address_that_cannot_be_is_one_sentence(project: Shell, words: list[str]) -> None:
    """Neither a port outside the range, nor an address for strangers."""
    assert project.quick("serve", *words).refusal()


def test_the_worker_does_everything_once(project: Shell) -> None:
    """It takes the documents in and writes the last full week's report in every format."""
    process = project.run("worker", "--once")
    reports = project.folder / "reports"

    assert (process.status, process.out) == (0, "")
    assert {path.suffix for path in reports.iterdir()} == {".md", ".html", ".json", ".csv"}


def test_the_worker_fails_where_a_part_of_it_failed(project: Shell) -> None:
    """A source that is not there is told, the rest is done, the status is 1."""
    project.write("amends.toml", CONFIG.replace("postmortems", "nowhere"))
    process = project.run("worker", "--once")

    assert process.status == 1
    assert "nowhere" in process.err
    assert (project.folder / "reports").is_dir()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_runs_until_it_is_asked_to_end(project: Shell, number: signal.Signals) -> None:
    """It says that it started, and ends in order."""
    process = project.start("worker")
    said = ""
    while "worker started" not in said and process.poll() is None:
        said = first_line(process)
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0
    assert "worker ended" in err
    assert "Traceback" not in err


def test_the_demo_shows_the_whole_loop_and_remembers_it(shell: Shell) -> None:
    """The first run files and closes, the second one finds everything in step.

    AMENDS_DATABASE_URL names the team's database, which is none of the demo's.
    """
    url = f"sqlite:///{shell.folder / 'team.db'}"
    first = shell.run("demo", "--once", AMENDS_DATABASE_URL=url)
    second = shell.run("demo", "--once")
    config = ["--config", "amends-demo/amends.toml"]
    items = shell.quick(*config, "items", "--json").json

    assert (first.status, first.err, second.status, second.err) == (0, "", 0, "")
    assert [path.name for path in shell.folder.iterdir()] == ["amends-demo"]
    assert "github: 0 issues filed" in second.out
    assert "jira: 0 issues filed" in second.out
    assert {len(item["links"]) for item in items if item["status"] == "open"} == {2}
    assert {link["state"] for item in items for link in item["links"]} == {"linked"}
    assert any(item["status"] == "done" for item in items)


@pytest.mark.parametrize("name", ["amends.toml", "notes.txt"])
def test_the_demo_leaves_other_folders_alone(shell: Shell, name: str) -> None:
    """A folder that holds something else is refused, and nothing in it is touched."""
    shell.write(f"mine/{name}", "# mine\n")

    assert "mine" in shell.quick("demo", "--folder", "mine").refusal()
    assert [path.name for path in (shell.folder / "mine").iterdir()] == [name]


def test_the_demo_does_not_take_a_file_for_a_folder(shell: Shell) -> None:
    """The sentence names it."""
    shell.write("mine", "words")

    assert "mine" in shell.quick("demo", "--folder", "mine").refusal()


@pytest.mark.parametrize("text", ["{", "[]", '{"web": "x"}', '{"web": 99999999}'])
def test_the_demos_broken_ports_are_one_sentence(shell: Shell, text: str) -> None:
    """The sentence says which file to remove."""
    shell.write("mine/ports.json", text)

    assert "ports.json" in shell.quick("demo", "--folder", "mine").refusal()


def test_a_port_that_is_taken_spoils_no_later_demo(shell: Shell) -> None:
    """Who tries again is told the same, not that the folder is somebody else's."""
    with taken_port() as port:
        first = shell.quick("demo", "--port", str(port)).refusal()
        second = shell.quick("demo", "--port", str(port)).refusal()

    assert f"port {port}" in first
    assert second == first
