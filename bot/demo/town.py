"""Fills an empty database with the sample town of `sample.toml`."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.session import Store
from storage.tables import Activity, Staff, Tenant, Wish
from support import accounts, people, plan, visits
from support.deployment import Deployment
from support.messages import Words

PASSWORD = "bofast-demo"
"""It opens made-up people, on this machine only."""


def sample() -> dict[str, Any]:
    """The file, read."""
    return tomllib.loads(files("bot.demo").joinpath("sample.toml").read_text(encoding="utf-8"))


def deployment() -> Deployment:
    """The sample town's settings."""
    return Deployment.model_validate(sample()["deployment"])


def fill(store: Store, place: Deployment, now: datetime) -> dict[str, str]:
    """Add everybody, once. First name → join code of each tenant who was added."""
    with store.writing() as db:
        if db.scalar(select(Staff.id).limit(1)) is not None:
            return {}
        town = sample()
        for each in town["staff"]:
            _staff(db, each, place, now)
        codes = {each["name"]: _tenant(db, each, place, now) for each in town["tenants"]}
        for each in town["activities"]:
            _activity(db, each, place, now)
        return codes


def _staff(db: Session, given: dict[str, Any], place: Deployment, now: datetime) -> None:
    staff = people.add_staff(
        db, name=given["name"], login=given["login"], team=place.teams[0].name, role=given["role"], now=now
    )
    assert staff is not None, "the sample's logins differ"
    accounts.set_password(db, staff, PASSWORD)


def _tenant(db: Session, given: dict[str, Any], place: Deployment, now: datetime) -> str:
    worker = people.staff_by_login(db, given["worker"])
    assert worker is not None, "the sample's tenants have workers"
    tenant = people.add_tenant(
        db, first_name=given["name"], language=given["language"], worker=worker, now=now
    )
    visit = given["visit"]
    visits.book(db, tenant, worker, _at(visit, place, now), visit["place"], now=now, deployment=place)
    for pane in ("goals", "support", "self"):
        for words in given[pane]:
            name = "goal" if pane == "goals" else pane
            plan.add(db, tenant, name, Words("text", words), now=now, asks=False)
    return people.new_link(db, tenant, now=now)


def _activity(db: Session, given: dict[str, Any], place: Deployment, now: datetime) -> None:
    wish = None
    if "wish" in given:
        wisher = db.scalar(select(Tenant).where(Tenant.first_name == given["wished_by"]))
        assert wisher is not None, "the sample's wishes are somebody's"
        wish = Wish(tenant_id=wisher.id, words=given["wish"], created_at=now)
        db.add(wish)
        db.flush()
    starts = _at(given, place, now)
    db.add(
        Activity(
            title=given["title"],
            kind=given["kind"],
            starts=starts,
            ends=starts + timedelta(minutes=given["minutes"]),
            place=given.get("place"),
            host=given.get("host"),
            wish_id=wish.id if wish else None,
            created_at=now,
            changed_at=now,
        )
    )


def _at(given: dict[str, Any], place: Deployment, now: datetime) -> datetime:
    """So many working days from today, at that time."""
    day = _working_day(place.local(now).date(), given["days"], place)
    return datetime.combine(day, time.fromisoformat(given["time"]), place.zone)


def _working_day(day: date, ahead: int, place: Deployment) -> date:
    while ahead:
        day += timedelta(days=1)
        ahead -= bool(place.office_hours.on(day)) and not place.day_off(day)
    return day
