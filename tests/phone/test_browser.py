"""The phone's page in a real browser, with a small bot at the other end."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import telegram
from playwright.async_api import Browser, FilePayload, Page, async_playwright, expect
from telegram import (
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
)

from tests.phone.conftest import TOKEN
from tests.phone.test_files import png
from tests.phone_client import Handset

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
KEYS = ReplyKeyboardMarkup([["Mina besök", "Min plan"], ["Ring oss"]], is_persistent=True)
TIMES = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("tors 26/11 14.00", callback_data="book")],
        [InlineKeyboardButton("Annan tid", callback_data="alert")],
        [InlineKeyboardButton("Kopiera", copy_text=CopyTextButton("abc"))],
        [InlineKeyboardButton("Länk", url="https://t.me/bofast_demo_bot?start=x")],
    ]
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        found = shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser, kim: Handset, address: str) -> AsyncIterator[Page]:
    """Kim's phone on the screen; any error in its scripts fails the test."""
    context = await browser.new_context(viewport={"width": 390, "height": 780}, permissions=["microphone"])
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(f"{address}/phone/{kim.id}")
    yield page
    assert errors == []


@pytest.fixture
async def little_bot(address: str) -> AsyncIterator[None]:
    """Answers what the tests below say to it."""
    async with (
        telegram.Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot,
        asyncio.TaskGroup() as tasks,
    ):
        serving = tasks.create_task(_serve(bot))
        yield
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def _serve(bot: telegram.Bot) -> None:
    await bot.set_my_commands([BotCommand("visits", "Mina besök")])
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=20):
            offset = update.update_id + 1
            if update.callback_query:
                await _answer(bot, update.callback_query)
            elif update.message:
                await _reply(bot, update.message)


async def _answer(bot: telegram.Bot, query: telegram.CallbackQuery) -> None:
    await bot.answer_callback_query(query.id, "Okej.", show_alert=query.data == "alert")
    if query.data == "book" and query.message:
        await bot.edit_message_text("Besöket är bokat.", query.message.chat.id, query.message.message_id)


async def _reply(bot: telegram.Bot, message: telegram.Message) -> None:
    chat = message.chat.id
    match message.text:
        case "/start":
            await bot.send_message(chat, "Hej. Skriv /visits eller ring +46 21 12 34 56.", reply_markup=KEYS)
        case "Mina besök" | "/visits":
            await bot.send_message(chat, "Vad passar?", reply_markup=TIMES)
        case "Ring oss":
            await bot.send_contact(chat, "+4621123456", "Teamet")
            await bot.send_document(chat, b"papper", filename="sparat.txt")
        case _:
            await bot.send_message(chat, "Sparat.")


async def test_a_visit_is_booked_by_tapping(page: Page, kim: Handset, little_bot: None) -> None:
    await kim.start()
    await page.get_by_role("button", name="Mina besök").click()
    await page.get_by_role("button", name="tors 26/11 14.00").click()
    await expect(page.get_by_text("Besöket är bokat.")).to_be_visible()
    await expect(page.get_by_role("status")).to_have_text("Okej.")
    await expect(page.get_by_role("button", name="tors 26/11 14.00")).to_have_count(0)


async def test_an_alert_must_be_closed(page: Page, kim: Handset, little_bot: None) -> None:
    await kim.say("/visits")
    await page.get_by_role("button", name="Annan tid").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Okej.")
    await dialog.get_by_role("button").click()
    await expect(dialog).to_be_hidden()


async def test_write_change_and_see_links(page: Page, kim: Handset, little_bot: None) -> None:
    await kim.start()
    number = page.get_by_role("link", name="+46 21 12 34 56")
    await expect(number).to_have_attribute("href", "tel:+4621123456")
    await page.get_by_label("Meddelande", exact=True).fill("orkar int")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Sparat.")).to_be_visible()
    mine = page.locator(".message.person").last
    await mine.hover()
    await mine.get_by_role("button", name="Ändra").click()
    await page.get_by_label("Meddelande", exact=True).fill("orkar inte")
    await page.keyboard.press("Enter")
    await expect(mine).to_contain_text("ändrat")
    assert (await kim.messages())[-2].text == "orkar inte"


async def test_a_command_is_picked_from_the_list(page: Page, kim: Handset, little_bot: None) -> None:
    await kim.start()
    await page.get_by_role("button", name="Kommandon").click()
    await page.get_by_role("button", name="/visits Mina besök").click()
    await expect(page.get_by_text("Vad passar?")).to_be_visible()
    link = page.get_by_role("link", name="Länk")
    await expect(link).to_have_attribute("href", "/t.me/bofast_demo_bot?start=x")


async def test_contact_card_and_document(page: Page, kim: Handset, little_bot: None) -> None:
    await kim.say("Ring oss")
    card = page.get_by_role("link", name="Teamet")
    await expect(card).to_have_attribute("href", "tel:+4621123456")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="sparat.txt").click()
    assert (await download.value).suggested_filename == "sparat.txt"


async def test_voice_photo_and_sticker_go_out(page: Page, kim: Handset, little_bot: None) -> None:
    await page.get_by_role("button", name="Spela in röst").click()
    await page.wait_for_timeout(200)
    await page.get_by_role("button", name="Skicka röst").click()
    await expect(page.get_by_label("Röstmeddelande")).to_be_visible()
    picture = FilePayload(name="hall.png", mimeType="image/png", buffer=png(20, 10))
    await page.locator("#file").set_input_files(picture)
    await expect(page.get_by_role("img", name="Bild")).to_be_visible()
    await page.get_by_role("button", name="Bifoga").click()
    await page.get_by_role("button", name="👍").click()
    await expect(page.locator(".message .big")).to_have_text("👍")
    kinds = [message.kind for message in await kim.messages() if not message.by_bot]
    assert kinds == ["text", "voice", "photo", "sticker"]


async def test_block_and_start_again(page: Page, kim: Handset, little_bot: None) -> None:
    await page.get_by_role("button", name="Mer", exact=True).click()
    await page.get_by_role("button", name="Blockera boten").click()
    again = page.get_by_role("button", name="Starta igen")
    await expect(again).to_be_visible()
    await expect(page.get_by_label("Meddelande", exact=True)).to_be_hidden()
    await again.click()
    await expect(page.get_by_role("button", name="Mina besök")).to_be_visible()


async def test_another_language(page: Page, kim: Handset) -> None:
    await page.get_by_role("button", name="Mer", exact=True).click()
    await page.get_by_label("Telefonens språk").select_option("nn")
    await expect(page.locator("html")).to_have_attribute("lang", "nn")
    assert (await kim.phone.people())[0]["language_code"] == "nn"


async def test_320_pixels_are_enough(page: Page, kim: Handset, little_bot: None) -> None:
    await kim.start()
    await page.set_viewport_size({"width": 320, "height": 560})
    await expect(page.get_by_role("button", name="Mina besök")).to_be_in_viewport()
    await expect(page.get_by_text("Skriv /visits")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
