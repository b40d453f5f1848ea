"""Is everything alive? One answer for `/health` and `bofast doctor`: a word for each part, nothing personal."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import signs
from storage import trouble
from storage.session import Store


def health(store: Store) -> dict[str, str]:
    """A word for each part, and more only where there is something to say.

    `database`: `ok`, or one of `storage.trouble.State`. `telegram` and `scheduler`: `ok`, `still` (no sign of life
    lately), `never` (has not run yet), `unknown` (the database does not answer).
    """
    state = trouble.state(store)
    said = {"database": state, "telegram": "unknown", "scheduler": "unknown"}
    if state in ("down", "broken"):
        return dict(said)
    try:
        with store.reading() as db:
            return {**said, **_signs(db)}
    except SQLAlchemyError as error:
        return {**said, "database": trouble.name(error) or "broken"}


def is_well(said: dict[str, str]) -> bool:
    """Whether this process can keep what comes in. Telegram's silence is no reason to start it anew."""
    return said["database"] == "ok"


def _signs(db: Session) -> dict[str, str]:
    said = {"telegram": _sign(db, signs.INTAKE), "scheduler": _sign(db, signs.SCHEDULER)}
    stands = signs.still_since(db, signs.INTAKE, signs.STILL)
    if stands is not None:
        said["telegram_since"] = stands.isoformat(timespec="seconds")
        said["telegram_forgets_at"] = (stands + signs.TELEGRAM_KEEPS).isoformat(timespec="seconds")
    lost = signs.gap(db)
    if lost is not None and lost.until is None:
        said["messages"] = "may_be_lost"
    found = signs.troubled(db, "telegram")
    if found is not None:
        said["telegram_trouble"], since = found
        said["telegram_trouble_since"] = since.isoformat(timespec="seconds")
    return said


def _sign(db: Session, part: str) -> str:
    if signs.last(db, part) is None:
        return "never"
    return "ok" if signs.still_since(db, part, signs.STILL) is None else "still"
