"""What stands in the database, read from outside while the processes run or after they have died."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select

from bot.scheduling.clock import system_time
from storage.session import Store
from storage.tables import Alert, Message, Outgoing, PlanItem, Tenant, Update, Visit


@dataclass
class Seen:
    """Everything that counts, by chat."""

    rows: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    goals: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    visits: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    updates: dict[int, str] = field(default_factory=dict)
    """Update → its state."""
    told: set[int] = field(default_factory=set)
    """Updates set aside that staff have a line about."""
    given_up: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """Answers that will not come, each with a line for staff, by chat."""
    held: int = 0


class Look:
    """Opens the database anew for each look, so that it holds nothing up."""

    def __init__(self, url: str) -> None:
        self._store = Store(url)

    def close(self) -> None:
        """Let go."""
        self._store.close()

    def busy(self) -> int:
        """Rows that are still to be handled or sent."""
        due = or_(
            Outgoing.leased_until.is_not(None), Outgoing.not_before <= system_time(), Outgoing.tries > 0
        )
        with self._store.reading() as db:
            updates = db.scalar(select(func.count()).where(Update.state == "waiting")) or 0
            return updates + (db.scalar(select(func.count()).where(Outgoing.state == "waiting", due)) or 0)

    def marked(self) -> set[int]:
        """The phone's numbers of messages that are marked as sent."""
        with self._store.reading() as db:
            return set(db.scalars(select(Outgoing.telegram_id).where(Outgoing.telegram_id.is_not(None))))

    def unmarked_chats(self) -> set[int]:
        """Chats with a message that may be on its way: it waits, and is not marked."""
        with self._store.reading() as db:
            return set(db.scalars(select(Outgoing.chat_id).where(Outgoing.state == "waiting")))

    def outgoing(self) -> list[dict[str, object]]:
        """What was to be sent and how it went, without the words: for whoever looks for the cause."""
        kept = [column for column in Outgoing.__table__.columns if column.name not in ("say", "language")]
        with self._store.reading() as db:
            return [dict(row._mapping) for row in db.execute(select(*kept).order_by(Outgoing.id))]

    def everything(self) -> Seen:
        """All that counts."""
        seen = Seen()
        with self._store.reading() as db:
            of_tenant = {row.id: row.chat_id or 0 for row in db.scalars(select(Tenant))}
            words = select(Message).where(Message.author == "tenant").order_by(Message.id)
            for message in db.scalars(words):
                seen.rows[of_tenant[message.tenant_id]].append(message.text or "")
            for item in db.scalars(select(PlanItem).order_by(PlanItem.id)):
                seen.goals[of_tenant[item.tenant_id]].append(item.words or "")
            for visit in db.scalars(select(Visit).where(Visit.state == "booked")):
                seen.visits[of_tenant[visit.tenant_id]] += 1
            seen.updates = {row.update_id: row.state for row in db.scalars(select(Update))}
            alerts = list(db.scalars(select(Alert)))
            seen.told = {a.args["update"] for a in alerts if a.kind == "set_aside" and "update" in a.args}
            alerted = {a.args["outgoing"] for a in alerts if a.kind == "undelivered"}
            for row in db.scalars(select(Outgoing).where(Outgoing.state.in_(("failed", "held")))):
                seen.held += row.state == "held"
                seen.given_up[row.chat_id] += row.state == "failed" and row.id in alerted
        return seen
