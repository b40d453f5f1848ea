"""Who is signed in: server-side sessions on advanced-alchemy's backend, with what it leaves open settled here.

- The id is renewed at sign-in (`begin`): Litestar 2.25 keeps the one the browser came with, even after clearing,
  so that a planted id would become a signed-in one.
- Only a hash of the id is kept: whoever reads the database cannot sign in with it.
- A row is written at sign-in and not at every answer, and a visitor who has not signed in makes none.
- Work runs in the loop's own threads: the backend's limiter belongs to the first event loop that used it.
- What an open page asks for by itself (`opt={"by_itself": True}`) does not count as being there.
- Ends after 60 idle minutes, and after 12 hours anyhow. By the real time: moving the demo's clock signs nobody out.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any, cast

from advanced_alchemy.extensions.litestar import SQLAlchemySyncConfig
from advanced_alchemy.extensions.litestar.session import SessionModelMixin, SQLAlchemySyncSessionBackend
from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.middleware.session.server_side import ServerSideSessionConfig
from litestar.stores.base import Store as LitestarStore
from litestar.types import Empty, Message, ScopeSession
from sqlalchemy import delete, func
from sqlalchemy.orm import Session

from storage.session import Store
from storage.tables import WebSession

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
_NEW_ID = "new_session_id"


class SessionRow(WebSession):
    """The kept row with what the backend asks of it."""

    is_expired = SessionModelMixin.__dict__["is_expired"]


class Sessions(SQLAlchemySyncSessionBackend):
    """The backend, as this module's docstring says."""

    def __init__(self, store: Store, *, secure: bool) -> None:
        """`secure`: the public address is https, so the cookie never travels without it."""
        config = ServerSideSessionConfig(
            key="bofast_session",
            max_age=int(LONGEST.total_seconds()),
            secure=secure,
            httponly=True,
            samesite="lax",
            exclude_opt_key="skip_session",
        )
        alchemy = SQLAlchemySyncConfig(engine_instance=store.for_writing())
        super().__init__(config, alchemy, cast("type[SessionModelMixin]", SessionRow))

    def get_session_id(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str:
        """The id made at sign-in, else the browser's."""
        made = connection.state.get(_NEW_ID)
        return str(made) if made else super().get_session_id(connection)

    async def get(self, /, session_id: str, store: LitestarStore) -> bytes | None:
        """The data under an id that has not ended; it lives on for another idle time."""
        return await sync_to_thread(self._get_sync, _hash(session_id))

    async def set(self, /, session_id: str, data: bytes, store: LitestarStore) -> None:
        """Keep the data under the id's hash."""
        await sync_to_thread(self._set_sync, _hash(session_id), data)

    async def delete(self, /, session_id: str, store: LitestarStore) -> None:
        """End the session."""
        await sync_to_thread(self._delete_sync, _hash(session_id))

    async def load_from_connection(self, connection: ASGIConnection[Any, Any, Any, Any]) -> dict[str, Any]:
        """The session's data. What an open page asks for by itself keeps nobody signed in."""
        session_id = connection.cookies.get(self.config.key)
        if session_id and connection.route_handler.opt.get("by_itself"):
            data = await sync_to_thread(self._look, _hash(session_id))
            return self.deserialize_data(data) if data else {}
        return await super().load_from_connection(connection)

    def _look(self, session_id: str) -> bytes | None:
        with self.alchemy.get_session() as db:
            row = self._get_session_obj(db_session=db, session_id=session_id)
            return None if row is None or row.is_expired else row.data

    async def store_in_message(
        self, scope_session: ScopeSession, message: Message, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> None:
        """Write and set the cookie at sign-in, erase both at sign-out, and leave everything else as it is."""
        if scope_session is Empty:
            if connection.cookies.get(self.config.key):
                await super().store_in_message(scope_session, message, connection)
        elif connection.state.get(_NEW_ID):
            before = connection.cookies.get(self.config.key)
            if before:
                await self.delete(before, self.config.get_store_from_app(connection.app))
            await super().store_in_message(scope_session, message, connection)

    def _update_session_expiry(self, session_obj: SessionModelMixin) -> None:
        """Another idle time from now, up to the end. Moves of less than a minute are left out: a write a click."""
        row = cast("WebSession", session_obj)
        before = row.expires_at
        row.ends_at = row.ends_at or before  # as it was set at sign-in
        super()._update_session_expiry(session_obj)
        row.expires_at = min(row.expires_at + IDLE - LONGEST, row.ends_at)
        if timedelta(0) <= row.expires_at - before < timedelta(minutes=1):
            row.expires_at = before


def begin(request: Request[Any, Any, Any], data: dict[str, Any], sessions: Sessions) -> None:
    """Somebody has signed in: a session of their own, under an id that nobody has seen before."""
    request.set_session(data)
    request.state[_NEW_ID] = sessions.generate_session_id()


def end(request: Request[Any, Any, Any]) -> None:
    """Sign out: the row and the cookie go."""
    request.clear_session()


def forget_old(db: Session) -> None:
    """Erase sessions that have ended by themselves, by the database's own time."""
    db.execute(delete(WebSession).where(func.now() > WebSession.expires_at))


def _hash(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
