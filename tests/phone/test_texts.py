"""What happens to a text on its way: cleaned, its links found, split when too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phone import formatting, texts
from phone.limits import TEXT, units
from tests.phone.conftest import Api
from tests.phone_client import Handset


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("skriv /stop nu", [("bot_command", 6, 5)]),
        ("och/eller", []),
        ("😀 /help", [("bot_command", 3, 5)]),
        ("se https://example.org/a?b=1.", [("url", 3, 25)]),
        ("kim@example.org", [("email", 0, 15)]),
        ("@bofast_demo_bot", [("mention", 0, 16)]),
        ("#hemma och #1", [("hashtag", 0, 6)]),
        ("ring +46 21 12 34 56 nu", [("phone_number", 5, 15)]),
        ("ring 112", []),
        ("kl. 14.00 den 26/11", []),
    ],
)
def test_what_telegram_finds_in_a_text(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in texts.entities(text)] == found


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  hej \n", "hej"),
        ("a\x00b", "a b"),
        ("rad\r\nrad", "rad\nrad"),
        ("\u202eabc", "abc"),
        ("שלום 😀 ÅÄÖ", "שלום 😀 ÅÄÖ"),
        ("fan\tvad  trött", "fan\tvad  trött"),
    ],
)
def test_a_text_is_cleaned_as_telegram_does(text: str, kept: str) -> None:
    assert texts.clean(text) == kept


@given(st.text(alphabet="aå😀 \n", max_size=3 * TEXT).map(str.strip))
def test_pieces_fit_and_nothing_but_space_is_lost(text: str) -> None:
    pieces = texts.split(text)
    assert all(units(piece) <= TEXT for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


async def test_a_text_too_long_for_one_message_goes_in_several(kim: Handset, api: Api) -> None:
    await kim.say("ord " * 2500)
    pieces = [update["message"]["text"] for update in await api.result("getUpdates")]
    assert len(pieces) == 3
    assert all(piece.startswith("ord ") and piece.endswith(" ord") for piece in pieces)


async def test_4096_characters_go_in_one(kim: Handset, api: Api) -> None:
    await kim.say("x" * 4096)
    (update,) = await api.result("getUpdates")
    assert len(update["message"]["text"]) == 4096


@pytest.mark.parametrize(
    ("html", "text", "found"),
    [
        ("<b>Hej</b> &amp; <i>du</i>", "Hej & du", [("bold", 0, 3), ("italic", 6, 2)]),
        ('<a href="https://x.org">här</a>', "här", [("text_link", 0, 3)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b></b>tomt", "tomt", []),
    ],
)
def test_html_becomes_entities(html: str, text: str, found: list[tuple[str, int, int]]) -> None:
    plain, entities = formatting.read(html, "HTML")
    assert plain == text
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == found
