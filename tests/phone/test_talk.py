"""A person and a bot talk: messages, taps, edits, as aiogram and python-telegram-bot see them."""

import asyncio

import telegram
from aiogram import Bot
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from tests.phone.conftest import TOKEN
from tests.phone_client import Handset, PhoneClient


async def test_start_with_a_code_arrives_as_a_command(phone: PhoneClient, bot: Bot) -> None:
    kim = await phone.handset("Kim", "nb", last_name="Ek", username="kim_ek")
    await kim.start("CODE-1")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.from_user is not None
    assert update.message.text == "/start CODE-1"
    assert update.message.entities is not None and update.message.entities[0].type == "bot_command"
    assert (update.message.from_user.id, update.message.from_user.language_code) == (kim.id, "nb")
    assert update.message.chat.id == kim.id and update.message.chat.type == "private"


async def test_a_tap_is_answered(kim: Handset, bot: Bot) -> None:
    rows = [
        [
            InlineKeyboardButton(text="Ja", callback_data="yes"),
            InlineKeyboardButton(text="Nej", callback_data="no"),
        ]
    ]
    sent = await bot.send_message(
        kim.id, "Passar det?", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows)
    )
    tapping = asyncio.gather(kim.tap("Ja"))
    (update,) = await bot.get_updates(timeout=5)
    query = update.callback_query
    assert query is not None and query.data == "yes" and query.message is not None
    assert query.message.message_id == sent.message_id
    await bot.answer_callback_query(query.id, text="Bokat", show_alert=True)
    (answer,) = await tapping
    assert answer == {"text": "Bokat", "alert": True, "url": None}


async def test_the_keyboard_stays_and_a_press_is_a_text(kim: Handset, bot: Bot) -> None:
    keys = [[KeyboardButton(text="Mina besök"), KeyboardButton(text="Min plan")]]
    await bot.send_message(kim.id, "Hej", reply_markup=ReplyKeyboardMarkup(keyboard=keys, is_persistent=True))
    assert await kim.keyboard() == [["Mina besök", "Min plan"]]
    await kim.press("Min plan")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.text == "Min plan"
    assert await kim.keyboard() is not None


async def test_python_telegram_bot_talks_too(address: str, kim: Handset) -> None:
    async with telegram.Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot:
        assert bot.username == "bofast_demo_bot"
        sent = await bot.send_message(kim.id, "Hei")
        assert sent.text == "Hei" and sent.chat.id == kim.id
        await kim.expect("Hei")
        await bot.edit_message_text("Hei igjen", kim.id, sent.message_id)
        assert (await kim.expect("Hei igjen")).edited
