"""`GET /health`: 200 while what comes in can be kept, else 503; JSON says how database, Telegram and scheduler are."""

from __future__ import annotations

from litestar import Response
from litestar.di import NamedDependency

from inbox.desk import Desk
from inbox.routes import OPEN, page


@page("/health", **OPEN, skip_session=True, exclude_from_csrf=True)
def health(desk: NamedDependency[Desk]) -> Response[dict[str, object]]:
    """For a watchdog: no session, no names."""
    said = dict(desk.health())
    return Response(said, status_code=200 if said["database"] == "ok" else 503)


ROUTES = [health]
