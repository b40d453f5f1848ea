"""The inbox in a real browser: the main flows, live and without JavaScript, on a desk and on a phone."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from storage.tables import Staff, Tenant
from support import accounts, alerts
from tests.harness import Town
from tests.inbox.desk import PASSWORD, Office, serving
from tests.inbox.test_doors import furnish

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGES = ("/inbox", "/threads", "/threads/1", "/visits", "/visits/1", "/visits/1/move", "/tenants", "/tenants/new",
         "/tenants/1", "/tenants/1/plan", "/tenants/1/propose", "/tenants/1/inspection", "/tenants/1/end",
         "/activities", "/activities/new", "/activities/1", "/hours/1", "/alerts/1", "/account")  # fmt: skip

PROBLEMS = """() => {
  const wrong = [];
  if (document.documentElement.scrollWidth > window.innerWidth) wrong.push("wider than the screen");
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  if (!document.documentElement.lang) wrong.push("no language");
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length) wrong.push("no label: " + field.name);
  for (const button of document.querySelectorAll("button, a"))
    if (button.offsetParent && !button.textContent.trim() && !button.querySelector("img[alt]:not([alt=''])"))
      wrong.push("no name: " + button.outerHTML);
  for (const image of document.querySelectorAll("img"))
    if (!image.hasAttribute("alt")) wrong.push("no alt: " + image.src);
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id twice");
  for (const each of document.querySelectorAll("button, .button, nav a, select"))
    if (each.offsetParent && each.getBoundingClientRect().height < 24) wrong.push("too small: " + each.outerHTML);
  return wrong;
}"""


def installed() -> str | None:
    """The machine's browser; None: Playwright's own."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@asynccontextmanager
async def page_at(address: str, login: str | None = "amira", **how: Any) -> AsyncIterator[Page]:
    """A page of a browser at that address; signed in, if a login is given. Errors in its console fail the test."""
    how.setdefault("viewport", {"width": 1280, "height": 900})
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(args=list(CHROMIUM), executable_path=installed())
        page = await (await browser.new_context(base_url=address, **how)).new_page()
        page.set_default_timeout(8000)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        if login:
            await page.goto("/sign-in")
            await page.get_by_label("Användarnamn").fill(login)
            await page.get_by_label("Lösenord").fill(PASSWORD)
            await page.get_by_role("button", name="Logga in").click()
            await expect(page).to_have_url(re.compile("/inbox$"))
        yield page
        await browser.close()
        assert wrong == []


async def test_a_tenants_words_arrive_live_and_the_answer_reaches_the_phone(
    open_town: Callable[..., Awaitable[Town]],
) -> None:
    town = await open_town(inbox=True)
    kim = await town.tenant("Kim", "sv")
    await town.does(lambda db: accounts.set_password(db, town.worker(db, "amira"), PASSWORD))
    async with page_at(town.url) as page:
        await expect(page.get_by_text("Inget väntar.")).to_be_visible()
        await kim.says("nyckeln till porten är borta")
        row = page.get_by_role("link", name="Kim")
        await expect(row).to_be_visible()
        await expect(page).to_have_title(re.compile(r"^\(1\) "))
        await expect(page.get_by_text("porten är borta")).to_have_count(0)
        await row.click()
        await expect(page.get_by_text("nyckeln till porten är borta")).to_be_visible()
        await kim.says("och jag väntar utanför")
        await expect(page.get_by_text("och jag väntar utanför")).to_be_visible()
        await page.get_by_label("Svar till Kim").fill("Vi har en ny.")
        await page.get_by_role("button", name="Skicka till Kim").click()
        await expect(page.get_by_text("Svaret är sparat")).to_be_visible()
        await kim.listens()
        kim.hears("Amira", "Vi har en ny.")
        await expect(page.get_by_text(re.compile("^Skickat"))).to_be_visible()
        await expect(page.get_by_label("Svar till Kim")).to_be_empty()
        await expect(page).to_have_title(re.compile("^Kim"))


async def test_a_note_stays_with_the_team(office: Office) -> None:
    async with serving(office) as address, page_at(address) as page:
        await page.goto("/threads/1")
        note = page.get_by_label("Anteckning för teamet")
        await expect(note).to_be_hidden()
        await page.get_by_text("Intern anteckning").click()
        await note.fill("Ringde värden")
        await page.get_by_role("button", name="Spara för teamet").click()
        await expect(page.get_by_text("Bara teamet ser den.")).to_be_visible()
        await expect(page.locator(".entry.note")).to_contain_text("Ringde värden")
    assert [each.author for each in office.thread("Kim")] == ["note"]


async def test_everything_works_without_javascript(office: Office) -> None:
    office.writes("Kim", "hej")
    async with serving(office) as address, page_at(address, java_script_enabled=False) as page:
        await page.get_by_role("link", name="Kim").click()
        await page.get_by_label("Svar till Kim").fill("Hej Kim")
        await page.get_by_role("button", name="Skicka till Kim").click()
        await expect(page.get_by_text("Svaret är sparat")).to_be_visible()
        await page.get_by_text("Intern anteckning", exact=True).click()
        await page.get_by_label("Anteckning för teamet").fill("Ringde")
        await page.get_by_role("button", name="Spara för teamet").click()
        await page.get_by_role("button", name="Klart").click()
        await expect(page.get_by_text("Inget väntar.")).to_be_visible()
        await page.get_by_role("link", name="Hyresgäster").click()
        await page.get_by_role("link", name="Ny hyresgäst").click()
        await page.get_by_label("Förnamn").fill("Noor")
        await page.get_by_role("button", name="Spara och gör länk").click()
        await expect(page.get_by_text("Skanna med kameran")).to_be_visible()
        await page.goto("/account")
        await page.get_by_role("main").get_by_role("button", name="Logga ut").click()
        await expect(page.get_by_text("Du är utloggad.")).to_be_visible()
    assert [each.author for each in office.thread("Kim")] == ["tenant", "staff", "note"]


async def test_danger_rings_and_is_counted_in_the_title(office: Office) -> None:
    async with serving(office) as address, page_at(address) as page:
        await page.evaluate("""() => {
          window.rung = 0;
          const Real = window.AudioContext;
          window.AudioContext = class extends Real { constructor() { super(); window.rung += 1; } };
        }""")
        await expect(page.get_by_role("button", name="Ljudet är av")).to_be_visible()
        await page.get_by_role("button", name="Ljudet är av").click()
        await expect(page.get_by_role("button", name="Ljudet är på")).to_be_visible()
        before = await page.evaluate("window.rung")
        with office.store.writing() as db:
            alerts.raise_alert(db, "danger", db.get_one(Tenant, 1), now=office.now)
        await expect(page.get_by_text("Fara", exact=True)).to_be_visible()
        await expect(page).to_have_title(re.compile(r"^\(1\) "))
        assert await page.evaluate("window.rung") == before + 1
        await page.get_by_role("button", name="Jag tar det").click()
        await expect(page.get_by_text("Du har tagit det.")).to_be_visible()


async def test_what_was_begun_is_there_after_a_session_that_ended(office: Office) -> None:
    async with serving(office) as address, page_at(address) as page:
        await page.goto("/threads/1")
        await page.get_by_label("Svar till Kim").fill("Jag ringer värden och")
        await page.context.clear_cookies(name="bofast_session")
        await page.get_by_role("link", name="Besök", exact=True).click()
        await page.get_by_label("Användarnamn").fill("amira")
        await page.get_by_label("Lösenord").fill(PASSWORD)
        await page.get_by_role("button", name="Logga in").click()
        await page.goto("/threads/1")
        await expect(page.get_by_label("Svar till Kim")).to_have_value("Jag ringer värden och")


@pytest.mark.parametrize("language", ["sv", "nb", "nn"])
async def test_every_page_fits_a_narrow_phone_and_reads_well_aloud(office: Office, language: str) -> None:
    furnish(office)
    office.writes("Kim", "ettmycketlångtordutanmellanslag" * 8)
    async with serving(office) as address, page_at(address, viewport={"width": 360, "height": 740}) as page:
        with office.store.writing() as db:
            db.get_one(Staff, office.ids["Amira"]).language = language
        for path in PAGES:
            answer = await page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            assert await page.evaluate(PROBLEMS) == [], path


async def test_the_keyboard_reaches_the_content_first(office: Office) -> None:
    async with serving(office) as address, page_at(address) as page:
        await page.goto("/threads")
        await page.keyboard.press("Tab")
        await expect(page.locator(":focus")).to_have_text("Hoppa till innehållet")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('main') !== null")
