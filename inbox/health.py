"""`GET /health`: 200 while the process lives; JSON says how database, Telegram and scheduler are."""

from __future__ import annotations

from collections.abc import Mapping

from litestar.di import NamedDependency

from inbox.desk import Desk
from inbox.routes import OPEN, page


@page("/health", **OPEN, skip_session=True, exclude_from_csrf=True)
def health(desk: NamedDependency[Desk]) -> Mapping[str, object]:
    """For a watchdog: no session, no names."""
    return desk.health()


ROUTES = [health]
