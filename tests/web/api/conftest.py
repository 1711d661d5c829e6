"""A program that speaks to the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.api.program import Program

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.fixture
def program(client: FlaskClient) -> Program:
    """Return a program that speaks to the API over a database of each kind."""
    return Program(client)
