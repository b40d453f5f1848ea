"""A bare python-telegram-bot bot: polling, one INSERT with its commit, one reply. `python bare_ptb.py API DATABASE`."""

import sys
from typing import Any

import aiosqlite
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def keep(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Store one message, and say so."""
    message, db = update.effective_message, context.bot_data["db"]
    assert message is not None
    await db.execute("INSERT INTO messages (chat, text) VALUES (?, ?)", (message.chat_id, message.text))
    await db.commit()
    await message.reply_text(f"{message.text} is stored")


def main(api: str, database: str) -> None:
    """Poll until stopped."""

    async def begin(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        db = application.bot_data["db"] = await aiosqlite.connect(database)
        await db.execute("PRAGMA journal_mode=WAL")
        await db.execute("PRAGMA synchronous=FULL")
        await db.execute(
            "CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, chat INTEGER, text TEXT)"
        )

    async def end(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        await application.bot_data["db"].close()

    application = (
        Application.builder()
        .token("1000:bench")
        .base_url(f"{api}/bot")
        .post_init(begin)
        .post_shutdown(end)
        .build()
    )
    application.add_handler(MessageHandler(filters.ALL, keep))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
