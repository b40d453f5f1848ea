"""One request: who asks, in which language, and the ways to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeAlias
from urllib.parse import urlencode

from litestar import MediaType, Request, Response
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect
from litestar.utils.scope.state import ScopeState
from sqlalchemy.orm import Session

from inbox.desk import Desk
from inbox.render import render
from inbox.who import Me
from locales import LANGUAGES, Voice
from support.say import Arg, Line, Refused, line

Answer = Response[Any]
WebRequest = Request[Any, Any, State]


class RefusedError(HTTPException):
    """A rule said no, in the middle of a transaction that must not stay: told as a page."""

    status_code = 409

    def __init__(self, refused: Refused, back: str) -> None:
        """`back`: where the reader goes from there."""
        super().__init__(detail=refused.line.key)
        self.refused, self.back = refused, back


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, with what it takes to answer it."""

    request: WebRequest
    desk: Desk

    @property
    def visitor(self) -> Me | None:
        """Who is signed in, if anybody is."""
        user = self.request.scope.get("user")
        return user if isinstance(user, Me) else None

    @property
    def me(self) -> Me:
        """Who is signed in; asked for only where somebody must be."""
        if self.visitor is None:
            raise NotAuthorizedException("nobody is signed in")
        return self.visitor

    @property
    def now(self) -> datetime:
        """The time, as this deployment's clock has it."""
        return self.desk.now()

    @property
    def voice(self) -> Voice:
        """The reader's language."""
        return Voice(self.visitor.language if self.visitor else self._guess(), self.desk.deployment.zone)

    @property
    def wants_json(self) -> bool:
        """Whether a program asks, and not a browser."""
        return self.request.accept.best_match(["text/html", "application/json"]) == "application/json"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that writes."""
        with self.desk.store.writing() as db:
            yield db

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One look."""
        with self.desk.store.reading() as db:
            yield db

    def page(self, template: str, *, status: int = 200, **context: Any) -> Answer:
        """A page, filled while the transaction is still open."""
        return Response(
            render(template, self.voice, {**self._around(), **context}),
            media_type=MediaType.HTML,
            status_code=status,
        )

    def json(self, data: Mapping[str, Any], *, status: int = 200) -> Answer:
        """The same for a program."""
        return Response(data, media_type=MediaType.JSON, status_code=status)

    def to(self, path: str, said: str | None = None, part: str = "") -> Answer:
        """Go on to a page (after a press: a reload does nothing twice), with one of `inbox.said.*`."""
        query = f"?{urlencode({'said': said})}" if said else ""
        return Redirect(f"{path}{query}{'#' + part if part else ''}", status_code=303)

    def told(self, line: Line) -> str:
        """A named text in the reader's language."""
        return self.voice.say(line.key, **line.args)

    def _around(self) -> dict[str, Any]:
        said = self.request.query_params.get("said")
        token = ScopeState.from_scope(self.request.scope).csrf_token
        return {
            "me": self.visitor,
            "path": self.request.url.path,
            "said": said if said in SAID else None,
            "csrf": token if isinstance(token, str) else "",
            "service": self.desk.deployment.service,
            "now": self.now,
            "zone": self.desk.deployment.zone,
        }

    def _guess(self) -> str:
        """A visitor's language: the browser's first that we speak, else the country's."""
        for part in self.request.headers.get("accept-language", "").split(","):
            code = part.split(";")[0].strip().casefold().split("-")[0]
            if code in LANGUAGES or code == "no":
                return "nb" if code == "no" else code
        return self.desk.deployment.languages[0]


Asked: TypeAlias = NamedDependency[Ask]
"""How a handler takes it."""


def or_refused(result: Any, back: str) -> Any:
    """The result, or the page that says why not (the transaction is rolled back)."""
    if isinstance(result, Refused):
        raise RefusedError(result, back)
    return result


def refuse(key: str, back: str, **args: Arg) -> NoReturn:
    """The page that says why not."""
    raise RefusedError(Refused(line(key, **args)), back)


SAID = frozenset(
    {
        "answered",
        "noted",
        "done",
        "assigned",
        "saved",
        "taken",
        "calling",
        "called_already",
        "sent",
        "cancelled",
        "closed",
        "removed",
        "marked",
        "frozen",
        "ended",
        "password",
        "signed_out",
    }
)
"""What may be said on top of a page after a press: `inbox.said.*`."""
