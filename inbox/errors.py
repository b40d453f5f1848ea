"""What a reader sees when something is wrong: what it is and what to do, never a stack trace."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from inbox.ask import Answer, Ask, RefusedError, WebRequest
from inbox.desk import Desk
from storage import trouble

log = logging.getLogger(__name__)

TOLD = {400: "bad", 401: "signed_out", 403: "forbidden", 404: "not_found", 405: "not_found", 409: "refused"}
"""Status → `inbox.error.*`; everything else is our own fault and told as `broken`."""


def on_error(request: WebRequest, error: Exception) -> Answer:
    """Turn any exception into a page, or into JSON for a program."""
    desk: Desk = request.app.state.desk
    ask = Ask(request, desk)
    status = error.status_code if isinstance(error, HTTPException) else 503 if trouble.name(error) else 500
    if status >= 500:
        log.error("inbox: %s %s failed", request.method, _route(request), exc_info=error)
    if isinstance(error, NotAuthorizedException) and request.method == "GET" and not ask.wants_json:
        return Redirect(f"/sign-in?{urlencode({'next': _path(request)})}", status_code=303)
    kind = _kind(error, status)
    words = ask.told(error.refused.line) if isinstance(error, RefusedError) else None
    if ask.wants_json:
        said = words or ask.voice.say(f"inbox.error.{kind}")
        return Response({"error": said, "status_code": status}, status_code=status, media_type=MediaType.JSON)
    back = error.back if isinstance(error, RefusedError) else None
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    page = ask.page("error.html", status=status, kind=kind, words=words, back=back)
    page.headers.update(headers)
    return page


def _kind(error: Exception, status: int) -> str:
    if status == 403 and "CSRF" in str(getattr(error, "detail", "")):
        return "expired"
    return TOLD.get(status, "broken" if status >= 500 else "bad")


def _path(request: WebRequest) -> str:
    """Where to go after signing in: the page that was asked for."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _route(request: WebRequest) -> Any:
    """The route and not the path: logs hold no row ids of people."""
    return request.scope.get("path_template") or "a page"
