"""Where a GitHub Enterprise Server answers: its API stands under /api, the pages at the root.

Source: https://docs.github.com/en/enterprise-server@3.15/rest/using-the-rest-api
"""

from typing import TYPE_CHECKING

from flask import Flask, request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REST, GRAPHQL = "/api/v3", "/api/graphql"


class Prefixed:
    """Takes what stands before the API's addresses away; what lacks it is for pages only."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> "Iterable[bytes]":
        """Pass a request on under the address that it has on github.com."""
        path = environ.get("PATH_INFO", "")
        if path == GRAPHQL:
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = "/api", "/graphql"
        elif path.startswith(REST + "/") and path != f"{REST}/graphql":
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = REST, path.removeprefix(REST)
        return self._inner(environ, start_response)


def prefixed(app: Flask) -> None:
    """Let an application answer as an Enterprise Server does."""
    app.wsgi_app = Prefixed(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own advice


def is_bare() -> bool:
    """Say whether an address lacks what stands before every address of the API."""
    return not request.root_path
