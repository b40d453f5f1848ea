"""No role can change a word of the panes (R5): not by any form of the inbox, not from a phone, not in the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy import select

from bot.dialogs.plan import ROUTES
from storage.tables import Message, PlanItem, PlanVersion, Tenant
from support import plan
from support.messages import Words
from tests.harness import Town
from tests.inbox.desk import Office
from tests.stories.test_plan_own_words import panes, puts, reaches

ROOT = Path(__file__).parents[2]
WRITERS = {"support/plan.py"}
"""Makes and changes items."""
CALLERS = {
    "bot/dialogs/plan.py", "bot/dialogs/plan_pages.py", "bot/dialogs/plan_questions.py",
    "bot/dialogs/said/plan.py", "bot/demo/town.py", "support/plan_read.py",
}  # fmt: skip
"""Hand a tenant's act on to it, or read."""
STAFF = {"amira": (303,), "jonas": (303,), "ola": (403, 404)}
"""A coordinator and a worker of Kim's team, a coordinator of another; how a note beside the plan is answered."""
HOSTILE = dict.fromkeys(
    ("words", "text", "pane", "goal", "item", "way", "first_name", "title"), "skrivet av någon annan"
)


def writes_a_plan(office: Office) -> int:
    """Kim writes a goal; its number."""
    with office.store.writing() as db:
        item = plan.add(
            db, db.get_one(Tenant, office.ids["Kim"]), "goal", Words("text", "ny hund"), now=office.now
        )
        assert isinstance(item, PlanItem)
        return item.id


def stands(office: Office) -> list[tuple[Any, ...]]:
    with office.store.reading() as db:
        rows = [*db.scalars(select(PlanItem)), *db.scalars(select(PlanVersion))]
        return [tuple(getattr(row, column.key) for column in row.__table__.columns) for row in rows]


def forms(app: Litestar, office: Office) -> list[str]:
    """The address of every form, with Kim's and the item's number wherever a number stands."""
    number = office.ids["Kim"]
    paths = {route.path for route in app.routes if "POST" in getattr(route, "methods", ())}
    return sorted(re.sub(r"\{[^}]*\}", str(number), path) for path in paths)


@pytest.mark.parametrize("login", STAFF)
async def test_no_form_of_the_inbox_changes_a_pane(office: Office, login: str) -> None:
    assert writes_a_plan(office) == office.ids["Kim"] == 1
    before = stands(office)
    paths = forms(office.app, office)
    assert "/tenants/1/plan/notes" in paths
    answered: dict[str, int] = {}
    for path in paths:
        async with office.browser(login) as browser:
            answered[path] = (await browser.post(path, **HOSTILE)).status_code
    assert max(answered.values()) < 500
    assert answered["/tenants/1/plan/notes"] in STAFF[login], "what may be done beside the plan is done"
    assert stands(office) == before


@pytest.mark.parametrize("login", STAFF)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_the_plan_itself_takes_nothing(office: Office, login: str, method: str) -> None:
    writes_a_plan(office)
    before = stands(office)
    async with office.browser(login) as browser:
        token = {"x-csrftoken": browser.client.cookies["bofast_csrf"]}
        for path in ("/tenants/1/plan", "/tenants/1/plan/goal", "/tenants/1/plan/items/1", "/plan/1"):
            answer = await browser.client.request(method, path, headers=token, data=HOSTILE)
            assert answer.status_code in (403, 404, 405)
    assert stands(office) == before


async def test_staff_read_the_plan_word_for_word_and_it_is_logged(office: Office) -> None:
    writes_a_plan(office)
    async with office.browser("jonas") as browser:
        shown = await browser.json("/tenants/1/plan")
        assert [pane["heading"] for pane in shown["panes"]] == [
            "Viktigast för mig i mitt liv",
            "Detta behöver jag stöd från teamet med",
            "Detta vill jag klara själv",
        ]
        assert [item["words"] for item in shown["panes"][0]["items"]] == ["ny hund"]
    assert office.log() == [("Jonas", "plan", 1)]
    async with office.browser("ola") as browser:
        assert (await browser.get("/tenants/1/plan")).status_code in (403, 404)


async def test_a_workers_own_phone_is_a_stranger_to_the_plan(town: Town) -> None:
    kim = await town.tenant("Kim", "sv")
    await puts(kim, "goal", "ny hund")
    amira = await town.stranger("Amira")
    await amira.says("hej")
    for action in ROUTES.taps:
        await reaches(amira, f"b:{action}:1:self")
        await amira.says("skrivet av någon annan")
    assert panes(kim) == {"goal": ["ny hund"], "support": [], "self": []}
    stored = town.sees(lambda db: [each.text or "" for each in db.scalars(select(Message))])
    assert "skrivet av någon annan" not in stored


def names(path: Path) -> set[str]:
    """What a file imports or mentions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(f"{node.func.id}()")
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def test_one_file_writes_the_panes_and_only_the_tenants_dialogs_call_it() -> None:
    files = {
        str(path.relative_to(ROOT)): names(path)
        for room in ("bot", "inbox", "support")
        for path in (ROOT / room).rglob("*.py")
    }
    assert {name for name, found in files.items() if "PlanItem()" in found} == WRITERS
    assert {name for name, found in files.items() if found & {"support.plan", "support.plan.add"}} == CALLERS
