"""Puts the GitHub sandbox together: the API at the root, the pages beside it."""

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from amends.sandbox.editions import CLOUD, Edition
from amends.sandbox.github import apps
from amends.sandbox.github.api import api
from amends.sandbox.github.enterprise import REST, is_bare, prefixed
from amends.sandbox.github.git_api import git_api
from amends.sandbox.github.hub import Hub
from amends.sandbox.github.pages import pages
from amends.sandbox.github.protocol import Quotas, admit, stamped, tagged
from amends.sandbox.github.refusals import Refusal, not_found
from amends.sandbox.github.shapes import Shapes
from amends.sandbox.website import is_page, shown_problem, website


def github_app(
    hub: Hub,
    url: str,
    token: str,
    rate_limit: int,
    tree_limit: int,
    edition: Edition = CLOUD,
) -> Flask:
    """Return the application that answers as github.com does, or as an Enterprise Server."""
    app = website("GitHub", url)
    app.extensions["shapes"] = Shapes(hub, url, REST if edition.server else "")
    app.extensions["edition"] = edition
    app.extensions["desk"] = apps.Desk(edition.app) if edition.app else None
    app.extensions["tree_limit"] = tree_limit
    app.extensions["quotas"] = Quotas(rate_limit)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_blueprint(git_api)
    app.register_blueprint(apps.api)
    if edition.server:
        prefixed(app)

    @app.before_request
    def guard() -> None:
        if is_page():
            return
        if edition.server and is_bare():
            raise not_found()
        admit(token)

    @app.after_request
    def finish(answer: Response) -> Response:
        return answer if is_page() else stamped(tagged(answer))

    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    return app


def _refused(refusal: Refusal) -> Response:
    """Write a refusal: a page for people, GitHub's JSON for programs."""
    if is_page():
        return shown_problem(refusal.status, str(refusal))
    answer = jsonify(refusal.body)
    answer.status_code = refusal.status
    return answer


def _failed(error: HTTPException) -> Response:
    """Write what Flask itself refuses, such as an unknown address."""
    status = error.code or 500
    if is_page() and request.endpoint != "static":
        return shown_problem(status, error.description or error.name)
    return _refused(Refusal(404 if status == 405 else status, error.name))  # noqa: PLR2004 — no such method
