"""`bofast doctor` names what is missing and what to do; it fails only for what is wrong."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.scheduling import clock as clocks
from bot.scheduling import jobs
from bot.scheduling.clock import Clock
from storage.session import Store
from storage.tables import Fact
from tests.databases import SqliteTemplate

CONFIG = """
country = "NO"
[line]
number = "+47 55 12 34 56"
[meeting_place]
address = "Storgata 1"
[smtp]
host = "mail.example.org"
sender = "bofast@example.org"
to = ["team@example.org"]
"""


class Doctor:
    """Asks the doctor about an environment."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._patch, self._out = folder, monkeypatch, capsys
        for name in (
            "TELEGRAM_TOKEN",
            "TELEGRAM_API",
            "DATABASE_URL",
            "CONFIG",
            "SECRET",
            "URL",
            "WEBHOOK_URL",
            "CLOCK",
            "PORT",
        ):
            monkeypatch.delenv(f"BOFAST_{name}", raising=False)
        self.set(DATA_DIR=str(folder / "data"), TELEGRAM_API="http://127.0.0.1:1")

    def set(self, **environment: str) -> None:
        """Set `BOFAST_…`."""
        for name, value in environment.items():
            self._patch.setenv(f"BOFAST_{name}", value)

    def config(self, text: str) -> None:
        """Write the deployment's file."""
        file = self.folder / "bofast.toml"
        file.write_text(text, encoding="utf-8")
        self.set(CONFIG=str(file))

    def says(self, code: int = 0) -> dict[str, tuple[str, str]]:
        """What is said, by what it is about; the last where there are several."""
        return {about: (level, says) for about, level, says in self.all_says(code)}

    def all_says(self, code: int = 0) -> list[tuple[str, str, str]]:
        """What each finding is about, its level, and what it says."""
        assert main(["doctor", "--json"]) == code
        findings = json.loads(self._out.readouterr().out)["findings"]
        return [(each["about"], each["level"], each["says"]) for each in findings]


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Doctor:
    return Doctor(tmp_path, monkeypatch, capsys)


def test_a_fresh_machine_has_warnings_and_no_error(doctor: Doctor) -> None:
    said = doctor.says()
    warned = {about for about, (level, _) in said.items() if level == "warning"} - {"disk"}
    assert warned == {"database", "telegram", "line", "meeting place", "mail", "help lines"}
    assert "[smtp]" in said["mail"][1]
    assert "BOFAST_TELEGRAM_TOKEN" in said["telegram"][1]
    assert "verified" in said["help lines"][1]


def test_a_whole_deployment(doctor: Doctor, sqlite_template: SqliteTemplate) -> None:
    """Help lines are left, for a person to ring, and what a test's machine has not: Telegram, backups."""
    doctor.config(CONFIG + '[telegram]\nusername = "our_team_bot"\n')
    doctor.set(
        TELEGRAM_TOKEN="1:abc",
        DATABASE_URL=sqlite_template.fresh(doctor.folder),
        SECRET="x" * 32,
        URL="https://bofast.example.org",
    )
    said = doctor.says()
    left = {about for about, (level, _) in said.items() if level != "ok"} - {"disk"}
    assert left == {"help lines", "telegram's side", "backup"}


def test_a_bot_that_nobody_knows_by_name_is_named(doctor: Doctor, sqlite_template: SqliteTemplate) -> None:
    doctor.set(DATABASE_URL=sqlite_template.fresh(doctor.folder))
    level, says = doctor.says()["bot"]
    assert level == "warning"
    assert "join links" in says


def test_every_help_line_is_named(doctor: Doctor, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "90101" in shown and "020-50 50 50" in shown and "warning  help lines" in shown


def test_the_moved_clock_is_named(doctor: Doctor, sqlite_template: SqliteTemplate) -> None:
    url = sqlite_template.fresh(doctor.folder)
    store = Store(url)
    clocks.start_moved(store, Clock(), datetime.fromisoformat("2026-11-24T18:00+01:00"))
    store.close()
    doctor.set(DATABASE_URL=url)
    level, says = doctor.says()["clock"]
    assert level == "warning" and "2026-11-24T17:00" in says


def test_a_part_without_a_sign_of_life(doctor: Doctor, sqlite_template: SqliteTemplate) -> None:
    url = sqlite_template.fresh(doctor.folder)
    store = Store(url)
    with store.writing() as db:
        db.add(Fact(key=jobs.FACT, value={"at": "2026-01-01T00:00:00+00:00"}))
    store.close()
    doctor.set(DATABASE_URL=url)
    assert doctor.says()["scheduler"][0] == "warning"


def noted(doctor: Doctor, template: SqliteTemplate, **values: dict[str, str]) -> None:
    """A database in which the processes have noted this."""
    url = template.fresh(doctor.folder)
    store = Store(url)
    with store.writing() as db:
        for key, value in values.items():
            db.add(Fact(key=key, value=value))
    store.close()
    doctor.set(DATABASE_URL=url)


def test_messages_that_no_longer_come_in_are_said_with_how_long_telegram_keeps_them(
    doctor: Doctor, sqlite_template: SqliteTemplate
) -> None:
    since = clocks.system_time() - timedelta(hours=3)
    noted(doctor, sqlite_template, intake={"at": since.isoformat()})
    level, says = doctor.says()["messages"]
    assert level == "warning"
    assert since.isoformat(timespec="seconds") in says
    assert (since + timedelta(hours=24)).isoformat(timespec="seconds") in says


def test_messages_that_may_be_lost_are_an_error(doctor: Doctor, sqlite_template: SqliteTemplate) -> None:
    noted(doctor, sqlite_template, intake={"at": "2026-01-01T00:00:00+00:00"})
    level, says = doctor.says(2)["messages"]
    assert level == "error" and "may have been lost" in says


def test_another_process_with_the_same_token_is_said(doctor: Doctor, sqlite_template: SqliteTemplate) -> None:
    now = clocks.system_time().isoformat()
    trouble = {"kind": "conflict", "since": now, "at": now}
    noted(doctor, sqlite_template, **{"intake": {"at": now}, "trouble.telegram": trouble})
    findings = [each for each in doctor.all_says() if each[0] == "telegram"]
    assert any("stop one of them" in says for _, _, says in findings)


def test_a_file_that_is_no_database_is_an_error(doctor: Doctor) -> None:
    file = doctor.folder / "broken.sqlite3"
    file.write_bytes(b"this is no database " * 500)
    doctor.set(DATABASE_URL=f"sqlite:///{file}")
    level, says = doctor.says(2)["database"]
    assert level == "error" and "broken" in says and "backup" in says


def test_a_database_that_cannot_be_reached_is_an_error(
    doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    doctor.set(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert main(["doctor"]) == 2
    shown = capsys.readouterr()
    assert "BOFAST_DATABASE_URL" in shown.err and shown.err.count("\n") == 1
    assert "mail" in shown.out, "the other checks are made all the same"


def test_tables_of_another_release(doctor: Doctor) -> None:
    empty = doctor.folder / "empty.sqlite3"
    empty.touch()
    doctor.set(DATABASE_URL=f"sqlite:///{empty}")
    level, says = doctor.says()["database"]
    assert level == "warning" and "another release" in says
    assert doctor.says()["database"][0] == "warning", "the doctor migrates nothing"


def test_a_wrong_setting_is_named(doctor: Doctor) -> None:
    doctor.set(PORT="many")
    level, says = doctor.says(2)["configuration"]
    assert level == "error" and "BOFAST_PORT" in says


def test_a_password_that_is_not_there_is_an_error(doctor: Doctor) -> None:
    doctor.config(CONFIG + 'user = "bofast"\npassword_env = "BOFAST_MAIL_PASSWORD"\n')
    level, says = doctor.says(2)["mail"]
    assert level == "error" and "BOFAST_MAIL_PASSWORD" in says
    doctor.set(MAIL_PASSWORD="secret")
    assert doctor.says()["mail"][0] == "ok"


def test_a_secret_that_others_can_read(doctor: Doctor) -> None:
    doctor.says()
    (doctor.folder / "data" / "secret").chmod(0o644)
    level, says = doctor.says()["secret"]
    assert level == "warning" and "chmod 600" in says


def test_plain_http_outside_this_machine(doctor: Doctor) -> None:
    doctor.set(
        URL="http://bofast.example.org", TELEGRAM_TOKEN="1:abc", WEBHOOK_URL="http://bofast.example.org/t"
    )
    said = doctor.says()
    assert said["address"][0] == "warning" and said["telegram"][0] == "warning"
