"""Is everything alive? One answer for `/health` and `bofast doctor`: a word for each part, nothing personal."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot import intake
from bot.scheduling import jobs
from storage import facts
from storage.session import Store

STILL = timedelta(minutes=3)
"""After this long without a sign of life a part counts as standing still."""


def health(store: Store, now: datetime) -> dict[str, str]:
    """`ok`, `down` (does not answer), `still` (no sign of life lately) or `never` (has not run yet)."""
    try:
        with store.reading() as db:
            taking, ticking = facts.read(db, intake.FACT), facts.read(db, jobs.FACT)
    except SQLAlchemyError:
        return {"database": "down", "telegram": "unknown", "scheduler": "unknown"}
    return {
        "database": "ok",
        "telegram": _sign(taking, now),
        "scheduler": _sign(ticking, now),
    }


def _sign(value: dict[str, str] | None, now: datetime) -> str:
    if value is None:
        return "never"
    return "still" if now - datetime.fromisoformat(value["at"]) > STILL else "ok"
