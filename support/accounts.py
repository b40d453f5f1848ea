"""Accounts of staff: passwords, one-time sign-in links, and how many tries a guesser gets.

Passwords are kept as argon2id. A try is counted before the password is looked at, so that many at once
cannot slip past; a sign-in that succeeds erases the account's count. Counted per account and per address
(decision 11): a locked account is locked for minutes, never for good, so nobody can shut a colleague out.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage.session import Store, wait_lock
from storage.tables import FailedSignIn, SignInLink, Staff
from support import people
from support.say import Refused, line

LINK_LASTS = timedelta(days=7)
SHORTEST, LONGEST = 8, 200
"""Characters in a password. Length is what counts, so nothing else is asked."""
TRIES_ACCOUNT, TRIES_ADDRESS = 5, 30
"""Wrong tries within `WINDOW`. An address is often a whole town hall, so it gets more."""
WINDOW = timedelta(minutes=15)
_KEPT = timedelta(days=1)
_LONGEST_LOGIN = 100

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_urlsafe())
"""What an unknown login is checked against, so that it takes as long as a known one."""


def hash_password(password: str) -> str | Refused:
    """The argon2id hash to keep, or why the password cannot be taken."""
    if len(password) < SHORTEST:
        return Refused(line("inbox.password.too_short", n=SHORTEST))
    if len(password) > LONGEST:
        return Refused(line("inbox.password.too_long", n=LONGEST))
    return _hasher.hash(password)


def set_password(db: Session, staff: Staff, password: str) -> Refused | None:
    """Give somebody a new password; None when it is done."""
    hashed = hash_password(password)
    if isinstance(hashed, Refused):
        return hashed
    staff.password_hash = hashed
    return None


def is_password(staff: Staff, password: str) -> bool:
    """Whether this is the person's password: asked again before it is changed."""
    return _matches(staff.password_hash, password)


def stamp(staff: Staff) -> str:
    """Changes with the password: a session that carries an older stamp has ended."""
    return hashlib.sha256((staff.password_hash or "").encode()).hexdigest()[:16]


def sign_in(store: Store, login: str, password: str, address: str, *, now: datetime) -> Staff | Refused:
    """Who this is, or why not. In steps: count the try; check the password outside any transaction; settle."""
    login = login.strip().casefold()[:_LONGEST_LOGIN]
    with store.writing() as db:
        wait_lock(db, "sign-in", login)  # guesses made side by side are counted one by one
        wait_lock(db, "sign-in from", address)
        wait = _wait(db, login, address, now)
        if wait:
            return Refused(line("inbox.sign_in.wait", n=_minutes(wait)))
        _count(db, login, address, now)
        staff = people.staff_by_login(db, login)
    if not _matches(staff.password_hash if staff else None, password) or staff is None:
        return Refused(line("inbox.sign_in.wrong"))
    with store.writing() as db:
        db.execute(delete(FailedSignIn).where(FailedSignIn.login == login))
    return staff


def make_sign_in_link(db: Session, staff: Staff, *, now: datetime) -> str:
    """A one-time code with which the person chooses a password. Earlier unused ones end."""
    db.execute(
        update(SignInLink)
        .where(SignInLink.staff_id == staff.id, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .values(expires_at=now)
    )
    code = secrets.token_urlsafe(24)
    db.add(SignInLink(code_hash=_hash(code), staff_id=staff.id, created_at=now, expires_at=now + LINK_LASTS))
    return code


def whose_link(db: Session, code: str, *, now: datetime) -> Staff | None:
    """Whom an unused, fresh code belongs to. Looking uses nothing up: mail scanners open links too."""
    link = db.get(SignInLink, _hash(code))
    if link is None or link.used_at is not None or now >= link.expires_at:
        return None
    staff = db.get(Staff, link.staff_id)
    return staff if staff and staff.active else None


def use_link(db: Session, code: str, password: str, *, now: datetime) -> Staff | Refused:
    """Set the password and use the code up; a password that is refused leaves the code good."""
    staff = whose_link(db, code, now=now)
    if staff is None:
        return Refused(line("inbox.link.dead"))
    refused = set_password(db, staff, password)
    if refused:
        return refused
    claimed = db.execute(
        update(SignInLink)
        .where(SignInLink.code_hash == _hash(code), SignInLink.used_at.is_(None))
        .values(used_at=now)
        .returning(SignInLink.staff_id)
    )
    if claimed.first() is None:
        return Refused(line("inbox.link.dead"))
    db.execute(delete(FailedSignIn).where(FailedSignIn.login == staff.login))
    return staff


def _wait(db: Session, login: str, address: str, now: datetime) -> timedelta | None:
    """How long until another try counts; None if one may be made now."""
    waits = []
    for column, value, most in (
        (FailedSignIn.login, login, TRIES_ACCOUNT),
        (FailedSignIn.address, address, TRIES_ADDRESS),
    ):
        count, last = db.execute(
            select(func.count(), func.max(FailedSignIn.at)).where(
                column == value, FailedSignIn.at > now - WINDOW
            )
        ).one()
        if count >= most:
            waits.append(last + WINDOW - now)
    return max(waits, default=None)


def _count(db: Session, login: str, address: str, now: datetime) -> None:
    db.execute(delete(FailedSignIn).where(FailedSignIn.at < now - _KEPT))
    db.add(FailedSignIn(login=login, address=address, at=now))


def _matches(hashed: str | None, password: str) -> bool:
    try:
        return _hasher.verify(hashed or _NOBODY, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def _minutes(wait: timedelta) -> int:
    return max(1, -(-int(wait.total_seconds()) // 60))


def _hash(code: str) -> str:
    """Codes are random and long, so a plain hash keeps them safe at rest."""
    return hashlib.sha256(code.encode()).hexdigest()
