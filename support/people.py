"""Who is who: teams, staff, tenants, and which phone belongs to whom.

A phone is tied to a tenant only by a one-time link that staff made for that person; nothing is ever merged
by name. A new link moves thread and plan to the new chat and closes the old one.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.tables import ActivityJoin, Conversation, JoinLink, Outgoing, Staff, Team, Tenant, Visit
from support import messages
from support.say import line

LINK_LASTS = timedelta(days=7)
ROLES = ("worker", "coordinator")


class NotLinked(Enum):
    """Why a code opens nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    CHAT_TAKEN = "chat_taken"
    """The chat is linked already: nothing changes."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A phone was tied to this tenant; `old_chat` is the phone it replaced, if any."""

    tenant: Tenant
    old_chat: int | None


def team_named(db: Session, name: str) -> Team:
    """The team of that name, made if it is new."""
    team = db.scalar(select(Team).where(Team.name == name))
    if team is None:
        team = Team(name=name)
        db.add(team)
        db.flush()
    return team


def add_staff(
    db: Session,
    *,
    name: str,
    login: str,
    team: str,
    now: datetime,
    role: str = "worker",
    language: str = "sv",
) -> Staff | None:
    """Add somebody who works in a team; None if the login is taken. They choose a password by a one-time link."""
    login = login.strip().casefold()
    if db.scalar(select(Staff.id).where(Staff.login == login)):
        return None
    staff = Staff(
        name=name.strip(),
        login=login,
        team=team_named(db, team),
        role=role,
        language=language,
        active=True,
        created_at=now,
    )
    db.add(staff)
    db.flush()
    return staff


def staff_by_login(db: Session, login: str) -> Staff | None:
    """Somebody who may still sign in."""
    return db.scalar(select(Staff).where(Staff.login == login.strip().casefold(), Staff.active))


def workers(db: Session, team_id: int | None = None) -> list[Staff]:
    """Active staff, of one team or of all, by name."""
    found = select(Staff).where(Staff.active).order_by(Staff.name)
    return list(db.scalars(found if team_id is None else found.where(Staff.team_id == team_id)))


def add_tenant(db: Session, *, first_name: str, language: str, worker: Staff, now: datetime) -> Tenant:
    """Add a tenant to the worker's team: first name, language, contact person, and nothing else (T16)."""
    tenant = Tenant(
        team_id=worker.team_id,
        worker=worker,
        first_name=first_name.strip(),
        language=language,
        state="active",
        created_at=now,
    )
    db.add(tenant)
    db.flush()
    db.add(Conversation(tenant_id=tenant.id, question_args={}, danger_cards={}))
    messages.thread_of(db, tenant)
    return tenant


def tenants(db: Session, team_id: int | None = None) -> list[Tenant]:
    """Tenants of one team or of all, by first name."""
    found = select(Tenant).order_by(Tenant.first_name, Tenant.id)
    return list(db.scalars(found if team_id is None else found.where(Tenant.team_id == team_id)))


def new_link(db: Session, tenant: Tenant, *, now: datetime, made_by: Staff | None = None) -> str:
    """A one-time code, good for 7 days. Earlier unused codes for the tenant end: only the newest link works."""
    db.execute(
        update(JoinLink)
        .where(JoinLink.tenant_id == tenant.id, JoinLink.used_at.is_(None), JoinLink.expires_at > now)
        .values(expires_at=now)
    )
    code = secrets.token_urlsafe(16)
    db.add(
        JoinLink(
            code_hash=_hash(code),
            tenant_id=tenant.id,
            made_by=made_by.id if made_by else None,
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
    )
    return code


def link_phone(db: Session, code: str, chat_id: int, *, now: datetime) -> Linked | NotLinked:
    """Tie a chat to the tenant whom the code was made for."""
    if tenant_of_chat(db, chat_id) is not None:
        return NotLinked.CHAT_TAKEN
    link = db.get(JoinLink, _hash(code))
    tenant = db.get(Tenant, link.tenant_id) if link else None
    if link is None or tenant is None or tenant.state == "ended":
        return NotLinked.UNKNOWN
    if link.used_at is not None:
        return NotLinked.USED
    if now >= link.expires_at:
        return NotLinked.EXPIRED
    link.used_at = now
    old_chat, tenant.chat_id = tenant.chat_id, chat_id
    tenant.state, tenant.linked_at, tenant.unreachable_since = "active", now, None
    db.execute(
        update(Outgoing)
        .where(Outgoing.tenant_id == tenant.id, Outgoing.state.in_(("waiting", "held")))
        .values(chat_id=chat_id, state="waiting")
    )
    messages.event(db, tenant, line("event.linked"), now=now)
    return Linked(tenant, old_chat)


def tenant_of_chat(db: Session, chat_id: int) -> Tenant | None:
    """Whose phone this chat is. A frozen phone belongs to nobody until a new link is used."""
    return db.scalar(select(Tenant).where(Tenant.chat_id == chat_id, Tenant.state == "active"))


def freeze(db: Session, tenant: Tenant, *, now: datetime) -> None:
    """A phone is lost: it shows and gets nothing more. A new link opens a new one."""
    tenant.state = "frozen"
    _unlink(db, tenant)
    messages.event(db, tenant, line("event.frozen"), now=now)


def disconnect(db: Session, tenant: Tenant, *, now: datetime) -> None:
    """The tenant takes this phone off. Thread, plan and visits stay; a new link brings them back (R35)."""
    _unlink(db, tenant)
    messages.event(db, tenant, line("event.disconnected"), now=now)


def end(db: Session, tenant: Tenant, *, now: datetime) -> None:
    """The support has ended, the tenant has moved or died: everything stops at once (R36)."""
    tenant.state = "ended"
    _unlink(db, tenant)
    db.execute(delete(ActivityJoin).where(ActivityJoin.tenant_id == tenant.id))
    db.execute(
        update(Visit)
        .where(Visit.tenant_id == tenant.id, Visit.state == "booked", Visit.starts > now)
        .values(state="cancelled", cancelled_by="team", changed_at=now, revision=Visit.revision + 1)
    )
    messages.event(db, tenant, line("event.ended"), now=now)


def _unlink(db: Session, tenant: Tenant) -> None:
    tenant.chat_id = None
    db.execute(
        update(Outgoing)
        .where(Outgoing.tenant_id == tenant.id, Outgoing.state.in_(("waiting", "held")))
        .values(state="dropped", error="no_phone")
    )
    db.execute(
        update(JoinLink)
        .where(JoinLink.tenant_id == tenant.id, JoinLink.used_at.is_(None))
        .values(expires_at=JoinLink.created_at)
    )


def _hash(code: str) -> str:
    """Codes are random and long, so a plain hash keeps them safe at rest."""
    return hashlib.sha256(code.encode()).hexdigest()
