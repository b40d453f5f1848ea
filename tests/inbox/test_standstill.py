"""What staff see when Bofast itself stands still, and when its database does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot import signs
from bot.scheduling import watch
from storage import facts
from tests.inbox.desk import Office


def stands_still(office: Office, patch: pytest.MonkeyPatch, hours: float) -> None:
    """Intake has last worked so long ago; then the scheduler ticks."""
    before = office.now - timedelta(hours=hours)
    patch.setattr(signs, "system_time", lambda: office.now)
    with office.store.writing() as db:
        facts.write(db, signs.INTAKE, {"at": before.isoformat()})
        watch.scheduler_works(db, office.now)


def breaks(file: Path) -> None:
    file.write_bytes(b"no database" * 900)


@pytest.mark.parametrize(
    ("language", "title", "since"),
    [
        ("sv", "Meddelanden kommer inte in", "måndag 23 november kl. 13.00"),
        ("nb", "Meldinger kommer ikke inn", "mandag 23. november kl. 13.00"),
        ("nn", "Meldingar kjem ikkje inn", "måndag 23. november kl. 13.00"),
    ],
)
async def test_every_team_sees_since_when_and_until_when(
    office: Office, monkeypatch: pytest.MonkeyPatch, language: str, title: str, since: str
) -> None:
    stands_still(office, monkeypatch, 21)
    async with office.browser("amira") as browser:
        await browser.get("/account")
        await browser.post("/account/language", language=language)
        first = (await browser.get("/inbox")).text
        assert title in first and since in first
        alone = (await browser.get("/alerts/1")).text
        assert title in alone and since in alone and "Bofast" in alone
    with office.store.writing() as db:
        watch.intake_works(db, office.now)
        watch.scheduler_works(db, office.now)
    async with office.browser("amira") as browser:
        assert title not in (await browser.get("/inbox")).text


async def test_what_may_be_lost_stays_until_somebody_has_pressed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands_still(office, monkeypatch, 30)
    with office.store.writing() as db:
        watch.intake_works(db, office.now)
        watch.scheduler_works(db, office.now)
    async with office.browser("amira") as browser:
        assert "Meddelanden kan ha gått förlorade" in (await browser.get("/inbox")).text
        assert (await browser.post("/alerts/2/done")).status_code == 303
        assert "Meddelanden kan ha gått förlorade" not in (await browser.get("/inbox")).text


async def test_a_broken_database_is_our_fault_and_says_so(office: Office) -> None:
    async with office.browser("amira") as browser:
        breaks(Path(office.store.url.database or ""))
        page = await browser.get("/inbox")
        assert page.status_code == 503
        assert "Något gick fel hos oss." in page.text
