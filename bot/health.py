"""Is everything alive? One answer for `/health` and `bofast doctor`: a word for each part, nothing personal."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot import intake
from bot.scheduling import jobs
from storage.session import Store
from storage.tables import Fact

STILL = timedelta(minutes=3)
"""After this long without a sign of life a part counts as standing still."""


def health(store: Store, now: datetime) -> dict[str, str]:
    """`ok`, `down` (does not answer), `still` (no sign of life lately) or `never` (has not run yet)."""
    try:
        with store.reading() as db:
            signs = {
                fact.key: fact.value for fact in (db.get(Fact, intake.FACT), db.get(Fact, jobs.FACT)) if fact
            }
    except SQLAlchemyError:
        return {"database": "down", "telegram": "unknown", "scheduler": "unknown"}
    return {
        "database": "ok",
        "telegram": _sign(signs.get(intake.FACT), now),
        "scheduler": _sign(signs.get(jobs.FACT), now),
    }


def _sign(value: dict[str, str] | None, now: datetime) -> str:
    if value is None:
        return "never"
    return "still" if now - datetime.fromisoformat(value["at"]) > STILL else "ok"
