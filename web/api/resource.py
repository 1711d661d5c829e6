"""How every part of the API is made: where it is, what it refuses, where its input stands."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, ConfigDict

from web.api.problems import documented
from web.api.reading import check

PREFIX = "/api/v1"
ALWAYS = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
BODY = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)


def resource(name: str, tells: str) -> APIBlueprint:
    """Return an empty part of the API; *tells* says what it is about."""
    made = APIBlueprint(
        f"api_{name}",
        __name__,
        url_prefix=PREFIX,
        abp_tags=[Tag(name=name, description=tells)],
        abp_responses=documented(*ALWAYS),
        operation_id_callback=_called,
    )
    made.before_request(check)
    return made


def answers(shape: type[BaseModel], *refusals: HTTPStatus, status: int = 200) -> dict[Any, Any]:
    """Return what an operation answers, beside what every one may."""
    return {str(status): shape, **documented(*refusals)}


def _called(name: str, path: str, method: str) -> str:
    del path, method
    return name


class Input(BaseModel):
    """What comes in by one way; *place* says which."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: ClassVar[str] = "body"
    places: ClassVar[dict[str, str]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Remember by which way the new shape comes in: a failed check tells its name only."""
        super().__pydantic_init_subclass__(**kwargs)
        Input.places[cls.__name__] = cls.place


class Query(Input):
    """What an address asks for."""

    place: ClassVar[str] = "query"


class Path(Input):
    """What an address names."""

    place: ClassVar[str] = "path"


class Headers(Input):
    """What headers say; most of them are not ours."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    place: ClassVar[str] = "header"
