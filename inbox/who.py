"""Who is asking: every page but a few needs somebody who is signed in (closed unless opened)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ASGIApp
from sqlalchemy.orm import Session

from inbox.desk import Desk
from storage.tables import Staff
from support import accounts


@dataclass(frozen=True, slots=True)
class Me:
    """Somebody of the team who is signed in."""

    id: int
    name: str
    login: str
    role: str
    team_id: int
    team: str
    language: str

    @classmethod
    def of(cls, staff: Staff) -> Me:
        """The person behind the row."""
        return cls(
            staff.id, staff.name, staff.login, staff.role, staff.team_id, staff.team.name, staff.language
        )

    @property
    def coordinates(self) -> bool:
        """Whether this person may also enter colleagues' hours and absences."""
        return self.role == "coordinator"

    def staff(self, db: Session) -> Staff:
        """Their row in this transaction."""
        return db.get_one(Staff, self.id)


class SignedIn(AbstractAuthenticationMiddleware):
    """Asks for a session that belongs to somebody who may still sign in."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        """`desk` holds the clock and the database."""
        super().__init__(app)
        self.desk = desk

    async def authenticate_request(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> AuthenticationResult:
        """The person, or 401."""
        session = connection.scope.get("session")
        if not isinstance(session, dict) or not session:
            raise NotAuthorizedException("nobody is signed in")
        me = await sync_to_thread(_who, self.desk, session)
        if me is None:
            raise NotAuthorizedException("the session has ended")
        return AuthenticationResult(user=me, auth=session)


def session_data(staff: Staff) -> dict[str, Any]:
    """What a session remembers. It ends when the password changes: the stamp no longer fits."""
    return {"staff": staff.id, "stamp": accounts.stamp(staff)}


def _who(desk: Desk, session: dict[str, Any]) -> Me | None:
    with desk.store.reading() as db:
        staff = db.get(Staff, session["staff"])
        if staff is None or not staff.active or accounts.stamp(staff) != session["stamp"]:
            return None
        return Me.of(staff)
