from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.api.program import Program, problem
from tests.web.building import TEXT
from tracker.clock import now
from tracker.storage.answers import GIVEN_UP, KEPT, Answer, Asked

if TYPE_CHECKING:
    from flask import Flask

    from tracker.storage import Work

BODY = {"path": "disk.md", "text": TEXT}


def _send(program: Program, body: dict[str, str] | None = None, key: str = "5f0f") -> Any:
    return program.send("POST", "/postmortems", body or BODY, Idempotency_Key=key)


def test_a_repeated_request_is_answered_as_the_first_time(program: Program, work: Work) -> None:
    """The answer was lost, the caller sends again: same status, same place, nothing twice."""
    first, second = _send(program), _send(program)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert second.headers["Location"] == first.headers["Location"] == "/api/v1/incidents/I-1"
    assert second.mimetype == "application/json"
    assert len(work.incidents.all()) == 1


def test_a_quoted_key_is_the_key_in_it(program: Program) -> None:
    """Clients write the key as the draft has it, in quotes, or bare."""
    first, second = _send(program, key="k"), _send(program, key='"k"')

    assert (first.status_code, second.status_code) == (201, 201)


def test_a_key_stands_for_one_request(program: Program, work: Work) -> None:
    """The same key with another body, address or operation is a mistake, and does nothing."""
    _send(program)

    told = problem(_send(program, {"path": "other.md", "text": TEXT}), 422)
    problem(program.send("POST", "/postmortems?preview=true", BODY, Idempotency_Key="5f0f"), 422)
    problem(program.send("POST", "/sync", Idempotency_Key="5f0f"), 422)

    assert told["type"] == "/api/v1/problems/key-reused"
    assert work.deliveries.wishes() == []
    assert len(work.incidents.all()) == 1


def test_other_keys_are_other_requests(program: Program) -> None:
    """Without a key, or with another one, the request is done: the document is known by now."""
    _send(program)

    assert _send(program, key="other").json["outcome"] == "unchanged"
    assert program.send("POST", "/postmortems", BODY).json["outcome"] == "unchanged"


def test_a_request_that_failed_may_be_sent_again(program: Program) -> None:
    """What was refused did nothing, so its key is free."""
    refused = program.send("POST", "/conflicts/1/undo", Idempotency_Key="5f0f")

    problem(refused, 404)
    assert _send(program).status_code == 201


def _asked(key: str) -> Asked:
    return Asked("", key, "another request")


def test_a_request_that_is_not_done_yet_is_not_begun_twice(program: Program, work: Work) -> None:
    """A second process meets the first one at work, and is told to wait."""
    _send(program, key="model")
    fingerprint = work.answers.begin(Asked("", "model", ""), now())
    assert isinstance(fingerprint, Answer)
    work.answers.begin(Asked("", "5f0f", fingerprint.fingerprint), now())
    work.commit()

    told = problem(_send(program), 409)

    assert told["type"] == "/api/v1/problems/key-in-flight"


def test_a_key_that_a_dead_process_left_behind_is_taken_over(program: Program, work: Work) -> None:
    """After five minutes nobody is at work any more: the request is done."""
    work.answers.begin(_asked("5f0f"), now() - GIVEN_UP)
    work.commit()

    assert _send(program).status_code == 201


def test_a_key_is_forgotten_after_a_day(program: Program, work: Work) -> None:
    """Then it is as new, and its row is gone."""
    work.answers.begin(_asked("5f0f"), now() - KEPT)
    work.answers.begin(_asked("old"), now() - KEPT - timedelta(days=9))
    work.commit()

    assert _send(program).status_code == 201
    assert work.answers.begin(_asked("old"), now()) is None


def test_a_key_belongs_to_who_sends_it(program: Program, work: Work) -> None:
    """Somebody else's key of the same letters is another one."""
    work.answers.begin(Asked("somebody else", "5f0f", "another request"), now())
    work.commit()

    assert _send(program).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "x" * 300, "a\u00e9"])
def test_a_key_that_cannot_be_is_named_as_the_fault(program: Program, key: str) -> None:
    """A key is one to 255 visible letters."""
    told = problem(_send(program, key=key), 422)

    assert told["errors"][0]["header"] == "Idempotency-Key"


def test_two_at_once_do_it_once(app: Flask, work: Work) -> None:
    """Of requests that arrive together one is done; the others get its answer, or wait."""
    gate = Barrier(4)
    answers: list[Any] = []

    def send() -> None:
        gate.wait()
        answers.append(_send(Program(app.test_client())))

    threads = [Thread(target=send) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert {one.status_code for one in answers} <= {201, 409}
    assert 201 in {one.status_code for one in answers}
    assert _send(Program(app.test_client())).status_code == 201
    assert len(work.incidents.all()) == 1
