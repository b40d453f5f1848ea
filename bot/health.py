"""Is everything alive? One answer for `/health` and `bofast doctor`: a word for each part, nothing personal."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot import intake
from bot.scheduling import jobs
from bot.scheduling.clock import system_time
from storage import facts
from storage.session import Store

STILL = timedelta(minutes=3)
"""After this long without a sign of life a part counts as standing still."""


def health(store: Store) -> dict[str, str]:
    """`ok`, `down` (does not answer), `still` (no sign of life lately) or `never` (has not run yet).

    Signs of life are noted and read by the real time: moving the clock puts nothing to sleep.
    """
    try:
        with store.reading() as db:
            taking, ticking = facts.read(db, intake.FACT), facts.read(db, jobs.FACT)
    except SQLAlchemyError:
        return {"database": "down", "telegram": "unknown", "scheduler": "unknown"}
    return {
        "database": "ok",
        "telegram": _sign(taking),
        "scheduler": _sign(ticking),
    }


def _sign(value: dict[str, str] | None) -> str:
    if value is None:
        return "never"
    return "still" if system_time() - datetime.fromisoformat(value["at"]) > STILL else "ok"
