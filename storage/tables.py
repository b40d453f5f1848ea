"""The tables. One class a table, in the order: people, messages, visits, plan, meeting place, machinery.

Times are aware and in UTC. What is said to a tenant is kept as key and arguments (`Outgoing.say`), what a
person wrote as it was written. There is no column for scores, risks or last activity (R31), and none for a
landlord (R29).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Utc(TypeDecorator[datetime]):
    """An aware time, kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone: it would mean different moments in different places."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Names for constraints, so that migrations can change them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Utc(), dict[str, Any]: JSON(), list[Any]: JSON()}  # noqa: RUF012


# People


class Team(Base):
    """A mobile team (G25). The tenant sees people, not teams."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Staff(Base):
    """Somebody who works in a team and signs in to the inbox; `name` is the first name that tenants see."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    name: Mapped[str]
    login: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(default="worker")  # worker, coordinator
    language: Mapped[str] = mapped_column(default="sv")
    password_hash: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[dict[str, Any] | None]  # a `Week`; empty means the office's hours
    created_at: Mapped[datetime]

    team: Mapped[Team] = relationship()


class SignInLink(Base):
    """A one-time link with which somebody sets a password; only a hash of its code is kept."""

    __tablename__ = "sign_in_links"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedSignIn(Base):
    """A sign-in that failed, counted per account and per address; erased after a day."""

    __tablename__ = "failed_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class WebSession(Base):
    """Somebody is signed in to the inbox; `session_id` is a hash of what the browser's cookie holds."""

    __tablename__ = "sessions"

    session_id: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)  # moves on while somebody is there
    ends_at: Mapped[datetime | None]  # however much they are there


class Absence(Base):
    """A worker is away from `starts` until `ends`. No reason is kept."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])


class Tenant(Base):
    """Somebody with a home of their own. `chat_id` is the phone that is linked now, if any."""

    __tablename__ = "tenants"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    first_name: Mapped[str]
    language: Mapped[str]
    chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    state: Mapped[str] = mapped_column(default="active")  # active, frozen (lost phone), ended (R36)
    usual_place: Mapped[str] = mapped_column(default="home")
    reminders: Mapped[str] = mapped_column(default="both")  # both, evening, none
    paused: Mapped[bool] = mapped_column(default=False)  # nothing unsolicited (R10)
    paused_until: Mapped[datetime | None]  # empty while paused: until further notice
    unreachable_since: Mapped[datetime | None]  # the bot is blocked; cleared when the tenant writes
    linked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    team: Mapped[Team] = relationship()
    worker: Mapped[Staff] = relationship()


class JoinLink(Base):
    """A one-time link that ties a phone to a tenant: 7 days, one use; only a hash of its code is kept."""

    __tablename__ = "join_links"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Conversation(Base):
    """Where the talk with one tenant stands. Written in the same transaction as everything else in a turn."""

    __tablename__ = "conversations"

    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    question: Mapped[str | None]  # the open question's name; lapses after 30 minutes or at a tap
    question_args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    question_at: Mapped[datetime | None]
    danger_cards: Mapped[dict[str, Any]] = mapped_column(default=dict)  # kind of danger → when it was shown
    last_reminder_at: Mapped[datetime | None]  # a reminder that has had no tap yet
    reminders_answered_in_words: Mapped[int] = mapped_column(default=0)
    fewer_offered_at: Mapped[datetime | None]  # "fewer reminders?" is asked once


class AccessLog(Base):
    """Every opening of a thread, a plan or an export by staff is one row (SoLPUL § 10); the tenant may see it."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    tenant_id: Mapped[int | None] = mapped_column(ForeignKey("tenants.id"), index=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"))  # a stranger's words in danger
    what: Mapped[str]  # thread, plan, file, profile, alert, wish, misread: `saved.opened.*`
    at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


# Messages


class Thread(Base):
    """One thread a tenant (R17): what waits, since when, and whether a human is talking."""

    __tablename__ = "threads"

    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    waiting_since: Mapped[datetime | None] = mapped_column(index=True)  # the first unanswered message
    mailed_for: Mapped[datetime | None]  # the `waiting_since` that a mail to staff has told of
    urgent: Mapped[bool] = mapped_column(default=False)
    burst_since: Mapped[datetime | None]  # this burst has had its receipt
    burst_told: Mapped[list[Any]] = mapped_column(default=list)  # what the receipt has covered: text, voice
    human_until: Mapped[datetime | None]  # a human is talking: receipts are silent
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    last_at: Mapped[datetime | None]

    tenant: Mapped[Tenant] = relationship()
    assignee: Mapped[Staff | None] = relationship()


class File(Base):
    """A voice message, photo or document: fetched once from Telegram into the data folder, named by its content."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    telegram_id: Mapped[str]
    kind: Mapped[str]  # voice, photo, document, audio, video, video_note, animation, sticker
    name: Mapped[str | None]
    mime: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    seconds: Mapped[int | None]
    digest: Mapped[str | None]  # sha256 of the content: its name in the data folder
    state: Mapped[str] = mapped_column(default="waiting", index=True)  # waiting, stored, failed, too_large
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Message(Base):
    """One entry of a thread: a tenant's words, a staff answer, an internal note, or what the bot did."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("update_id", "author"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    author: Mapped[str]  # tenant, staff, note, bot
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(default="text")  # text, voice, photo, …, event (bot: `say` holds it)
    text: Mapped[str | None]  # byte for byte as written (R4)
    say: Mapped[dict[str, Any] | None]  # an event in the thread: a `Line` as [key, args]
    data: Mapped[dict[str, Any] | None]  # location, contact, sticker
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    edits: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))  # a newer wording of that message
    telegram_id: Mapped[int | None] = mapped_column(BigInteger)
    update_id: Mapped[int | None] = mapped_column(BigInteger)
    understood: Mapped[
        dict[str, Any] | None
    ]  # what the bot made of the words; shown beside them, never alone
    at: Mapped[datetime]

    staff: Mapped[Staff | None] = relationship()
    file: Mapped[File | None] = relationship()


class Misread(Base):
    """A message that the bot understood wrongly, marked by a person for the next round.

    `sentence` is written by that person in place of the tenant's, without anything personal; only it is ever
    taken out of here. `intent` and `when` are what was meant.
    """

    __tablename__ = "misread"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey("messages.id", ondelete="SET NULL"), unique=True
    )
    marked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    written_at: Mapped[datetime]  # the tenant's message: what "tomorrow" is counted from
    language: Mapped[str]
    sentence: Mapped[str | None]
    intent: Mapped[str | None]
    when: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship()


class Alert(Base):
    """Something that stays on the inbox's first page until a person presses (decision 4).

    `kind`: danger, call, crisis_place, delete_request, visit_changed, inspection, set_aside, undelivered,
    late. `text` is kept only where nobody else keeps it: a stranger's words, until handled.
    """

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    tenant_id: Mapped[int | None] = mapped_column(ForeignKey("tenants.id"), index=True)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)  # a stranger in danger: how to answer
    text: Mapped[str | None]
    phone: Mapped[str | None]  # the number to ring; erased when done
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    tenant: Mapped[Tenant | None] = relationship()
    taker: Mapped[Staff | None] = relationship(foreign_keys=[taken_by])


# Visits


class Visit(Base):
    """A visit by the team, or a technical inspection by the landlord (`kind`, R28).

    `state`: booked, cancelled, met, missed (you did not meet), team_missed (the team failed). Only a
    person's press makes it met or missed. `revision` grows with every change, so old reminders know.
    """

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_worker_starts", "worker_id", "starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))  # empty: an inspection without us
    kind: Mapped[str] = mapped_column(default="support")  # support, inspection
    starts: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str]  # home, outside, meeting_place, office, phone
    state: Mapped[str] = mapped_column(default="booked")
    confirmed_at: Mapped[datetime | None]  # the tenant pressed "fits" for the time as it is now
    visitor: Mapped[str | None]  # inspection: who comes
    looks_at: Mapped[str | None]  # inspection: what they look at
    answer: Mapped[str | None]  # inspection: yes, yes_with_worker, another_time
    revision: Mapped[int] = mapped_column(default=1)
    cancelled_by: Mapped[str | None]  # tenant, team
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    tenant: Mapped[Tenant] = relationship()
    worker: Mapped[Staff | None] = relationship()


class Offer(Base):
    """One proposed time. Offers of one `batch` were shown together; taking one closes the others.

    With `visit_id` it would move that visit; `made_by` is empty when the tenant asked.
    """

    __tablename__ = "offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(index=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    starts: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str]
    reason: Mapped[str] = mapped_column(default="book")  # book, move, staff, absence
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(default="open")  # open, taken, closed
    created_at: Mapped[datetime]

    tenant: Mapped[Tenant] = relationship()
    worker: Mapped[Staff] = relationship(foreign_keys=[worker_id])
    visit: Mapped[Visit | None] = relationship()


class Reminder(Base):
    """What is due, not what will be said: decided at the last moment from the visit as it then is."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("visit_id", "revision", "kind"),
        Index("ix_reminders_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    revision: Mapped[int]  # of the visit it was made for
    kind: Mapped[str]  # evening, soon
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, sent, dropped
    reason: Mapped[str | None]  # why it was dropped; staff see it
    settled_at: Mapped[datetime | None]

    visit: Mapped[Visit] = relationship()


# The plan


class PlanItem(Base):
    """One item in one of the three panes, in the tenant's own words (R4); only the tenant writes it (R5)."""

    __tablename__ = "plan_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    pane: Mapped[str]  # goal, support, self
    words: Mapped[str | None]  # empty where it was spoken: `file_id`
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    way: Mapped[str | None]  # how the tenant wants to begin (G32)
    way_file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    done_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    telegram_id: Mapped[int | None] = mapped_column(
        BigInteger
    )  # the message it was written in, for later edits
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    file: Mapped[File | None] = relationship(foreign_keys=[file_id])
    way_file: Mapped[File | None] = relationship(foreign_keys=[way_file_id])


class PlanVersion(Base):
    """An item as it stood before the tenant changed it: what *undo* brings back. Nobody else changes items."""

    __tablename__ = "plan_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_items.id"), index=True)
    pane: Mapped[str]
    words: Mapped[str | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    way: Mapped[str | None]
    way_file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    done_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    until: Mapped[datetime]

    file: Mapped[File | None] = relationship(foreign_keys=[file_id])


class PlanNote(Base):
    """A signed note by staff beside the plan; the tenant sees it."""

    __tablename__ = "plan_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str]
    created_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


# The meeting place


class Wish(Base):
    """What a tenant would like to happen at the meeting place; every wish gets an answer (R30)."""

    __tablename__ = "wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), index=True)
    words: Mapped[str | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    created_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    answered_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    tenant: Mapped[Tenant] = relationship()
    answerer: Mapped[Staff | None] = relationship()
    file: Mapped[File | None] = relationship()


class Activity(Base):
    """Something that happens at the meeting place; `title` and `host` are staff's words (H10, H11)."""

    __tablename__ = "activities"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default="activity")  # activity, meal, lecture, open_house
    starts: Mapped[datetime] = mapped_column(index=True)
    ends: Mapped[datetime]
    place: Mapped[str | None]  # where, if not at the meeting place
    host: Mapped[str | None]
    wish_id: Mapped[int | None] = mapped_column(ForeignKey("wishes.id"))
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ActivityJoin(Base):
    """A tenant is in. Kept apart from visits and erased when the activity is over (law-and-channel 5.2)."""

    __tablename__ = "activity_joins"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    at: Mapped[datetime]

    tenant: Mapped[Tenant] = relationship()
    activity: Mapped[Activity] = relationship()


# Machinery


class Update(Base):
    """A message from Telegram, stored before anything looks at it (decision 1). `payload` is erased when done."""

    __tablename__ = "updates"
    __table_args__ = (Index("ix_updates_state", "state", "update_id"),)

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, done, set_aside
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]  # the kind of error, never its text


class Outgoing(Base):
    """A message that is to leave (decision 2). `rank`: 0 danger, 1 answers, 2 what nobody just asked for."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index("ix_outgoing_state_rank", "state", "rank", "id"),
        Index("ix_outgoing_chat_state", "chat_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    tenant_id: Mapped[int | None] = mapped_column(ForeignKey("tenants.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)  # a human's answer
    language: Mapped[str]  # a stranger's phone; a tenant's own language is read when it is sent
    say: Mapped[dict[str, Any]]
    rank: Mapped[int] = mapped_column(default=1)
    unasked: Mapped[bool] = mapped_column(default=False)  # stops while the tenant has paused
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, held (blocked), sent, failed, dropped
    not_before: Mapped[datetime]
    best_before: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    telegram_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]  # why it failed or was dropped: a word of ours, never a person's


class Fact(Base):
    """A small thing the processes tell each other: the bot's username, the moved clock, when intake last worked."""

    __tablename__ = "facts"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
