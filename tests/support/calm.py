"""A small place for tests of rules: one team, two workers, tenants with a phone, and a way to write times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from locales import avoid
from storage.tables import Conversation, Outgoing, Staff, Team, Tenant, Visit
from support import visits
from support.deployment import Deployment
from support.say import Say

PLAIN = Deployment()


def at(words: str, deployment: Deployment = PLAIN) -> datetime:
    """`2026-11-26 14:00` on the clocks of the place, in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=deployment.zone).astimezone(UTC)


NOW = at("2026-11-23 10:00")


@dataclass(frozen=True)
class People:
    """Amira is Kim's and Lo's own worker; Jonas is her colleague."""

    amira: Staff
    jonas: Staff
    kim: Tenant
    lo: Tenant


def people(db: Session) -> People:
    """Put everybody there."""
    team = Team(name="Öst")
    db.add(team)
    db.flush()
    amira, jonas = (_staff(team, name) for name in ("Amira", "Jonas"))
    db.add_all([amira, jonas])
    db.flush()
    kim, lo = (_tenant(team, amira, name, chat) for name, chat in (("Kim", 1), ("Lo", 2)))
    db.add_all([kim, lo])
    db.flush()
    db.add_all(Conversation(tenant_id=each.id) for each in (kim, lo))
    db.flush()
    return People(amira, jonas, kim, lo)


def booked(db: Session, tenant: Tenant, worker: Staff, words: str, place: str = "home", **more: Any) -> Visit:
    """A visit that stands."""
    more = {"now": NOW, "deployment": PLAIN, **more}
    made = visits.book(db, tenant, worker, at(words, more["deployment"]), place, **more)
    assert made is not None
    return made


def told(db: Session, tenant: Tenant) -> list[Say]:
    """What is on its way to the tenant."""
    rows = db.scalars(select(Outgoing).where(Outgoing.tenant_id == tenant.id).order_by(Outgoing.id))
    return [Say.from_json(each.say) for each in rows]


def outgoing(db: Session, tenant: Tenant) -> Outgoing:
    """The last row that is to leave."""
    found = db.scalars(select(Outgoing).where(Outgoing.tenant_id == tenant.id).order_by(Outgoing.id.desc()))
    row = found.first()
    assert row is not None, "nothing is on its way"
    return row


def keys(say: Say) -> list[str]:
    """The names of the texts of one message."""
    return [each.key for each in say.lines]


def actions(say: Say) -> list[str]:
    """What the buttons do."""
    return [each.action for row in say.buttons for each in row]


def stranger_reads(text: str, language: str) -> list[str]:
    """The words that a lock screen would show and may not (R33): in the first eighty characters."""
    (rule,) = [each for each in avoid.rules() if each.name == "R33"]
    return rule.words_in(language, text[:80])


def _staff(team: Team, name: str) -> Staff:
    return Staff(
        team_id=team.id, name=name, login=name, role="worker", language="sv", active=True, created_at=NOW
    )


def _tenant(team: Team, worker: Staff, name: str, chat: int) -> Tenant:
    return Tenant(
        team_id=team.id,
        worker_id=worker.id,
        first_name=name,
        language="sv",
        chat_id=chat,
        state="active",
        usual_place="home",
        reminders="both",
        paused=False,
        created_at=NOW,
    )
