"""schemathesis makes up requests by the API's own description, right and wrong ones."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as examples

from tests.web.api.peopled import people
from tracker.storage import open_store
from web.api.description import described
from web.api.wiring import install, make_app
from web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from schemathesis import BaseSchema, Case

    from tracker.settings import Settings
    from tracker.storage import Store

# what no description can tell: which version an item is at
ALLOWED = ["2xx", "401", "403", "404", "409", "412"]
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": ALLOWED}},
    "generation": {"deterministic": True, "no-shrink": True, "database": "none"},
}
KEYS = count(1)
PLAIN: Any = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
}
REQUESTS = examples(max_examples=10, phases=[Phase.explicit, Phase.generate], **PLAIN)
WALKS = examples(max_examples=20, stateful_step_count=8, phases=[Phase.generate], **PLAIN)


class Served:
    """The application that a test serves; requests are made up before there is one."""

    app: Flask | None = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Pass a request on."""
        assert self.app is not None
        return self.app(environ, start_response)


def _described() -> BaseSchema:
    """Return the API by its description alone, which needs no database."""
    bare = make_app("bare")
    install(bare)
    with bare.app_context():
        told = described(bare)
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_dict(told, config=config)
    schema.app = Served()
    return schema


api = _described()


@pytest.fixture(autouse=True)
def served(settings: Settings, light_store: Store) -> None:
    """Serve a database with one of each thing."""
    _serve(settings, light_store)


def _serve(settings: Settings, store: Store) -> None:
    with store.work() as work:
        people(work)
    Served.app = create_app(settings, store)


@api.parametrize()
@seed(5)
@REQUESTS
def test_any_request_is_answered_as_described(case: Case[Any]) -> None:
    """No failure of ours, none undescribed; what is right is accepted, what is wrong refused."""
    _make_sense(case)

    case.call_and_validate()


def _make_sense(case: Case[Any]) -> None:
    """Replace what is right by its form and means nothing: made-up cursors and used keys.

    And ends before their starts.
    """
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    if case.query:
        case.query.pop("cursor", None)
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"key-{next(KEYS)}"
    body: Any = case.body
    if isinstance(body, dict):
        spans = [body.get("facts"), *(body.get("steps") or ())]
        for span in [one for one in spans if isinstance(one, dict)]:
            for end in ("ended_at", "last_line"):
                span.pop(end, None)


def test_requests_that_follow_from_answers_are_answered_as_described(
    settings: Settings, migrated_file: Path, tmp_path: Path
) -> None:
    """Names and numbers of one answer are asked for next, in long and odd walks, each from new."""
    numbers = count(1)

    class Walk(api.as_state_machine()):  # type: ignore[misc]  # made anew for every API
        def setup(self) -> None:
            # what one walk leaves behind would change what another finds
            path = tmp_path / f"walk-{next(numbers)}.db"
            shutil.copyfile(migrated_file, path)
            self.store = open_store(f"sqlite:///{path}")
            _serve(settings, self.store)

        def teardown(self) -> None:
            self.store.close()
            super().teardown()

        def before_call(self, case: Case[Any]) -> None:
            _make_sense(case)

    Walk.run(settings=WALKS)
