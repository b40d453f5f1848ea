"""Rows into Telegram's methods: long texts in parts, and what a deployment does not let cross."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiogram.methods import LeaveChat, SendContact, SendVoice
from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.telegram import Text
from locales import Voice
from support.say import ContactCard, Say, button, line, say

VOICE = Voice("sv", ZoneInfo("Europe/Stockholm"))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(4, 60))
def test_a_text_in_parts_loses_nothing_and_no_part_is_too_long(text: str, limit: int) -> None:
    parts = render.split(text, limit)
    assert all(0 < units(part) <= limit and part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_broken_at_line_ends() -> None:
    assert render.split("en lång rad\nen rad till\noch en", 15) == [
        "en lång rad\n",
        "en rad till\n",
        "och en",
    ]


def test_only_the_last_part_carries_the_buttons() -> None:
    long = say(
        line("message.words", words="ord " * 3000), buttons=[[button("button.urgent", "message.urgent")]]
    )
    sent = [each for each in render.methods(1, long, VOICE) if isinstance(each, Text)]
    assert len(sent) == 3
    assert [each.reply_markup is not None for each in sent] == [False, False, True]


def test_braces_in_a_persons_words_mean_nothing() -> None:
    (sent,) = render.methods(1, say(line("message.words", words="{name} %s {0!r}")), VOICE)
    assert isinstance(sent, Text)
    assert sent.text == "{name} %s {0!r}"


def test_what_may_not_cross_is_replaced_once_and_says_how_to_get_it() -> None:
    two = say(line("message.from_staff", name="Amira"), line("message.words", words="hemligt"))
    (sent,) = render.methods(1, two, VOICE, carries="open")
    assert isinstance(sent, Text)
    assert sent.text == VOICE.say("problem.not_here")


def test_a_voice_goal_crosses_only_where_everything_may() -> None:
    spoken = Say((line("message.stored"),), file=1)
    kinds = {
        carries: [
            type(each) for each in render.methods(1, spoken, VOICE, carries=carries, file=("voice", "x"))
        ]
        for carries in render.CLASSES
    }
    assert SendVoice in kinds["sensitive"]
    assert SendVoice not in kinds["personal"]


def test_a_card_and_a_goodbye_come_last() -> None:
    both = Say((line("start.private_only"),), card=ContactCard(line("menu.line"), "+46211234567"), leave=True)
    assert [type(each) for each in render.methods(1, both, VOICE)] == [Text, SendContact, LeaveChat]


def test_a_say_survives_json() -> None:
    import json

    one = say(
        "start.hello", name="Kim", buttons=[[button("button.urgent", "message.urgent", 7, "x")]], menu=True
    )
    assert Say.from_json(json.loads(json.dumps(one.to_json()))) == one
