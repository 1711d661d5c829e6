"""How the GitHub sandbox lets an App in: a signed word for an hour's token, and who its bot is.

Source: https://docs.github.com/en/rest/apps/apps and
https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app
"""

import secrets
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, cast

import jwt
from flask import Blueprint, Response, current_app, g, jsonify, request

from amends.sandbox.editions import App
from amends.sandbox.github.refusals import Refusal, not_found
from amends.sandbox.github.shapes import Json, Shapes, instant, node_id
from tracker.clock import now

api = Blueprint("apps", __name__)
LONGEST = 600  # seconds that an App's word may be good for
LENIENCE = 60
PERMISSIONS = {"contents": "read", "issues": "write", "metadata": "read"}
UNREADABLE = "A JSON web token could not be decoded"


class Desk:
    """The tokens that an App was given."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._lock = Lock()
        self._tokens: dict[str, datetime] = {}

    @property
    def given(self) -> int:
        """Return how many tokens were given."""
        return len(self._tokens)

    def give(self) -> tuple[str, datetime]:
        """Return a new token and when it ends."""
        token, ends = (
            f"ghs_{secrets.token_hex(18)}",
            now() + timedelta(seconds=self.app.token_seconds),
        )
        with self._lock:
            self._tokens[token] = ends
        return token, ends

    def knows(self, token: str) -> bool:
        """Return whether a token is one of ours and has not ended."""
        ends = self._tokens.get(token)
        return ends is not None and now() < ends

    def end_all(self) -> None:
        """Let no token that was given until now be good any longer."""
        with self._lock:
            self._tokens = dict.fromkeys(self._tokens, now())

    def signed(self, word: str) -> None:
        """Let in who signed with the App's key, at this time, for ten minutes at most."""
        try:
            told: dict[str, Any] = jwt.decode(
                word,
                self.app.public_key,
                ["RS256"],
                options={
                    "require": ["iat", "exp", "iss"],
                    "verify_iat": False,
                    "verify_exp": False,
                },
            )
            began, ends = int(told["iat"]), int(told["exp"])
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise Refusal(401, UNREADABLE) from error
        at = now().timestamp()
        if str(told["iss"]) != str(self.app.id):
            raise Refusal(404, "Integration not found")
        if began > at + LENIENCE or ends <= at:
            raise Refusal(401, "'Expiration time' claim ('exp') must be a moment to come")
        if ends > at + LONGEST:
            raise Refusal(401, "'Expiration time' claim ('exp') is too far in the future")


def desk() -> Desk | None:
    """Return who lets this sandbox's App in, if it has one."""
    return cast("Desk | None", current_app.extensions["desk"])


def signs() -> bool:
    """Say whether a request is one that an App signs itself."""
    return request.path == "/app" or request.path.startswith("/app/")


def sign_in(word: str) -> None:
    """Let an App's own word in, or refuse it."""
    if (found := desk()) is None:
        raise Refusal(401, UNREADABLE)
    found.signed(word)
    g.token = "app"  # noqa: S105  by what its requests are counted


def _app() -> App:
    found = desk()
    if found is None:
        raise not_found()
    return found.app


@api.get("/app")
def show_app() -> Response:
    """Tell which App signed this."""
    app, shapes = _app(), cast("Shapes", current_app.extensions["shapes"])
    owner = shapes.hub.account(shapes.hub.cast.visitor)
    since = instant(min(one.created_at for one in shapes.hub.repositories()))
    return jsonify(
        {
            "id": app.id,
            "slug": app.slug,
            "node_id": node_id("A", app.id),
            "client_id": f"Iv1.{app.id:016x}",
            "owner": shapes.user(owner),
            "name": app.slug,
            "description": None,
            "external_url": shapes.url,
            "html_url": f"{shapes.url}/apps/{app.slug}",
            "created_at": since,
            "updated_at": since,
            "permissions": PERMISSIONS,
            "events": ["issues"],
            "installations_count": 1,
        }
    )


@api.post("/app/installations/<int:number>/access_tokens")
def give_token(number: int) -> Response:
    """Give an App a token for where it is installed."""
    found = desk()
    if found is None or number != found.app.installation:
        raise not_found()
    token, ends = found.give()
    given: Json = {"token": token, "expires_at": instant(ends), "permissions": PERMISSIONS}
    answer = jsonify({**given, "repository_selection": "all"})
    answer.status_code = 201
    return answer


@api.get("/users/<login>")
def show_somebody(login: str) -> Response:
    """Tell who has a login; an App's bot has one too."""
    shapes = cast("Shapes", current_app.extensions["shapes"])
    if login not in shapes.hub.cast.logins:
        raise not_found()
    since = min(one.created_at for one in shapes.hub.repositories())
    return jsonify(shapes.myself(shapes.hub.account(login), since))
