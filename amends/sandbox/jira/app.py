"""Puts the Jira sandbox together: the API under /rest/api, the pages beside it."""

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from amends.sandbox.jira import data_center, describing, searching, writing
from amends.sandbox.jira.pages import pages
from amends.sandbox.jira.protocol import admit, refused
from amends.sandbox.jira.refusals import Refusal
from amends.sandbox.jira.site import Site
from amends.sandbox.website import shown_problem, website


def jira_app(site: Site, url: str, token: str) -> Flask:
    """Return the application that answers as Jira Cloud does, or as a Data Center."""
    app = website("Jira", url)
    app.extensions["site"] = site
    app.extensions["url"] = url
    app.register_blueprint(pages)
    for group in (describing.api, searching.api, data_center.api, writing.api):
        app.register_blueprint(group)

    @app.before_request
    def guard() -> None:
        if _is_api():
            admit(token)
            data_center.guard()

    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    return app


def _is_api() -> bool:
    return request.path.startswith("/rest/")


def _refused(refusal: Refusal) -> Response:
    """Write a refusal: a page for people, Jira's JSON for programs."""
    return refused(refusal) if _is_api() else shown_problem(refusal.status, str(refusal))


def _failed(error: HTTPException) -> Response:
    """Write what Flask itself refuses, such as an unknown address."""
    return _refused(Refusal(error.code or 500, error.description or error.name))
