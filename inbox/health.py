"""`GET /health`: 200 while the process lives; JSON says how database, Telegram and scheduler are."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import get

from inbox.desk import Desk


@get("/health", opt={"exclude_from_auth": True, "skip_session": True}, sync_to_thread=True)
def health(desk: Desk) -> Mapping[str, object]:
    """For a watchdog: no session, no names."""
    return desk.health()


ROUTES = [health]
