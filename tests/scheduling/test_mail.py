"""Mail to staff says only that something waits; a mail server that is down loses nothing. With a real SMTP server."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from bot.scheduling import mail
from bot.scheduling.mail import mail_waiting
from storage.session import Store
from storage.tables import Alert, Staff, Tenant
from support import alerts, messages, people
from support.deployment import Deployment
from support.messages import Words
from tests.support.home import MONDAY

URL = "https://bofast.example.org"


class Postbox:
    """What the mail server has taken. With `refuses` it takes nothing."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - theirs
        if self.refuses:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    @property
    def subjects(self) -> list[str]:
        return [str(each["Subject"]) for each in self.taken]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
async def deployment(postbox: Postbox) -> AsyncIterator[Deployment]:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(postbox), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    smtp = {
        "host": "127.0.0.1",
        "port": port,
        "starttls": False,
        "sender": "bofast@example.org",
        "to": ["team@example.org"],
    }
    yield Deployment.model_validate({"country": "SE", "smtp": smtp})
    server.close()
    await server.wait_closed()


def tenant(store: Store, name: str = "Kim") -> int:
    """Somebody in the only team; the row's number."""
    with store.writing() as db:
        worker = db.scalar(select(Staff)) or people.add_staff(
            db, name="Amira", login="amira", team="Team", now=MONDAY
        )
        assert worker is not None
        return people.add_tenant(db, first_name=name, language="sv", worker=worker, now=MONDAY).id


def waits(store: Store, tenant_id: int, at: datetime) -> None:
    """A message that nobody has answered."""
    with store.writing() as db:
        messages.keep(db, db.get_one(Tenant, tenant_id), Words("text", "min hemlighet"), now=at)


def rings(store: Store, kind: str, tenant_id: int | None, at: datetime) -> int:
    """Something for the first page; the row's number."""
    with store.writing() as db:
        who = db.get_one(Tenant, tenant_id) if tenant_id else None
        return alerts.raise_alert(db, kind, who, now=at, text="min hemlighet", phone="+46701234567").id


async def test_it_says_that_something_waits_and_nothing_else(
    store: Store, deployment: Deployment, postbox: Postbox
) -> None:
    rings(store, "danger", tenant(store), MONDAY)
    assert await mail_waiting(store, deployment, MONDAY, URL)
    sent = postbox.taken[0]
    assert (sent["To"], sent["From"]) == ("team@example.org", "bofast@example.org")
    assert postbox.subjects == ["Något brådskande väntar i inkorgen"]
    body = sent.get_body()
    assert body is not None
    text = body.get_content()
    assert f"{URL}/inbox" in text
    for secret in ("Kim", "Amira", "hemlighet", "4670", "danger", "fara"):
        assert secret not in text and secret not in str(sent)


async def test_urgent_at_once_and_once_each(store: Store, deployment: Deployment, postbox: Postbox) -> None:
    kim = tenant(store)
    rings(store, "call", kim, MONDAY)
    for _ in range(3):
        await mail_waiting(store, deployment, MONDAY, URL)
    assert len(postbox.taken) == 1
    rings(store, "danger", None, MONDAY)
    await mail_waiting(store, deployment, MONDAY + timedelta(seconds=5), URL)
    assert len(postbox.taken) == 2, "a stranger in danger too, and within the half hour"


async def test_what_is_not_urgent_comes_together(
    store: Store, deployment: Deployment, postbox: Postbox
) -> None:
    kim, ola = tenant(store), tenant(store, "Ola")
    waits(store, kim, MONDAY)
    waits(store, ola, MONDAY)
    rings(store, "visit_changed", kim, MONDAY)
    await mail_waiting(store, deployment, MONDAY, URL)
    assert postbox.subjects == ["Något väntar i inkorgen"]
    rings(store, "undelivered", kim, MONDAY)
    await mail_waiting(store, deployment, MONDAY + timedelta(minutes=29), URL)
    assert len(postbox.taken) == 1
    await mail_waiting(store, deployment, MONDAY + timedelta(minutes=30), URL)
    assert len(postbox.taken) == 2
    await mail_waiting(store, deployment, MONDAY + timedelta(hours=9), URL)
    assert len(postbox.taken) == 2, "what was mailed is not mailed again"


async def test_a_thread_that_waits_anew_is_told_again(
    store: Store, deployment: Deployment, postbox: Postbox
) -> None:
    kim = tenant(store)
    waits(store, kim, MONDAY)
    await mail_waiting(store, deployment, MONDAY, URL)
    with store.writing() as db:
        messages.done(db, db.get_one(Tenant, kim))
    later = MONDAY + timedelta(hours=1)
    await mail_waiting(store, deployment, later, URL)
    assert len(postbox.taken) == 1
    waits(store, kim, later)
    await mail_waiting(store, deployment, later, URL)
    assert len(postbox.taken) == 2


async def test_what_comes_while_a_mail_leaves_is_not_lost(store: Store, deployment: Deployment) -> None:
    """The turn that committed after we looked may carry an earlier time than our look."""
    kim, ola = tenant(store), tenant(store, "Ola")
    waits(store, kim, MONDAY)
    sent: list[EmailMessage] = []

    async def slowly(message: EmailMessage) -> None:
        sent.append(message)
        if len(sent) == 1:
            waits(store, ola, MONDAY - timedelta(seconds=1))

    await mail_waiting(store, deployment, MONDAY, URL, slowly)
    await mail_waiting(store, deployment, MONDAY + mail.TOGETHER, URL, slowly)
    assert len(sent) == 2


async def test_withdrawn_and_done_are_not_mailed(
    store: Store, deployment: Deployment, postbox: Postbox
) -> None:
    number = rings(store, "call", tenant(store), MONDAY)
    with store.writing() as db:
        alerts.withdraw(db, db.get_one(Alert, number), now=MONDAY)
    assert not await mail_waiting(store, deployment, MONDAY, URL)
    assert postbox.taken == []


async def test_a_server_that_refuses_is_tried_again_after_a_growing_pause(
    store: Store, deployment: Deployment, postbox: Postbox
) -> None:
    number = rings(store, "danger", tenant(store), MONDAY)
    postbox.refuses, tries = True, []

    async def counted(message: EmailMessage) -> None:
        tries.append(now)
        assert deployment.smtp is not None
        await mail.smtp_sender(deployment.smtp)(message)

    for second in range(0, 3600, 10):
        now = MONDAY + timedelta(seconds=second)
        await mail_waiting(store, deployment, now, URL, counted)
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert gaps[:5] == list(mail.PAUSES)
    assert set(gaps[5:]) == {mail.PAUSES[-1]}
    with store.reading() as db:
        assert db.get_one(Alert, number).mailed_at is None, "the alert stands as it was"
    postbox.refuses = False
    now = MONDAY + timedelta(hours=2)
    assert await mail_waiting(store, deployment, now, URL)
    assert len(postbox.taken) == 1


async def test_a_server_that_is_not_there(store: Store, deployment: Deployment) -> None:
    rings(store, "danger", tenant(store), MONDAY)
    assert deployment.smtp is not None
    gone = deployment.model_copy(update={"smtp": deployment.smtp.model_copy(update={"port": 1})})
    assert not await mail_waiting(store, gone, MONDAY, URL)


async def test_without_smtp_nothing_is_sent(store: Store) -> None:
    rings(store, "danger", tenant(store), MONDAY)

    async def never(message: EmailMessage) -> None:
        raise AssertionError("there is no [smtp]")

    assert not await mail_waiting(store, Deployment(), MONDAY, URL, never)


async def test_two_processes_send_one_mail(store: Store, deployment: Deployment) -> None:
    """The second finds it taken while the first is sending."""
    rings(store, "danger", tenant(store), MONDAY)
    sent: list[EmailMessage] = []

    async def first(message: EmailMessage) -> None:
        sent.append(message)
        assert not await mail_waiting(store, deployment, MONDAY, URL, second)

    async def second(message: EmailMessage) -> None:
        sent.append(message)

    assert await mail_waiting(store, deployment, MONDAY, URL, first)
    assert len(sent) == 1


async def test_a_norwegian_deployment_reads_norwegian(store: Store, deployment: Deployment) -> None:
    assert deployment.smtp is not None
    message = mail.compose(deployment.smtp, "nb", URL, urgent=False, now=MONDAY)
    assert message["Subject"] == "Noe venter i innboksen"
