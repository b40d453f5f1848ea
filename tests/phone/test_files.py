"""Files both ways: uploads, sending again by id, getFile and its limits."""

import struct
import zlib

import pytest
import telegram
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from phone import limits, pictures
from tests.phone.conftest import TOKEN, Api
from tests.phone_client import Handset, PhoneClient


def png(width: int = 3, height: int = 2) -> bytes:
    """A small picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x40\x80\x60" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


async def test_a_voice_message_reaches_the_bot_byte_for_byte(kim: Handset, bot: Bot) -> None:
    await kim.voice(b"OggS\x00\xff sound", duration=7)
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.voice is not None
    assert (update.message.voice.duration, update.message.voice.mime_type) == (7, "audio/ogg")
    file = await bot.get_file(update.message.voice.file_id)
    assert file.file_path is not None
    content = await bot.download_file(file.file_path)
    assert content is not None and content.read() == b"OggS\x00\xff sound"


async def test_photo_document_and_captions(kim: Handset, bot: Bot) -> None:
    await kim.photo(png(30, 20), caption="min hall")
    await kim.document(b"%PDF-1.4", name="brev.pdf", caption="ett brev")
    photo, document = (update.message for update in await bot.get_updates())
    assert photo is not None and photo.photo is not None and photo.caption == "min hall"
    assert (photo.photo[-1].width, photo.photo[-1].height) == (30, 20)
    assert document is not None and document.document is not None and document.caption == "ett brev"
    assert (document.document.file_name, document.document.file_size) == ("brev.pdf", 8)


async def test_what_is_no_picture_goes_as_a_file(kim: Handset, bot: Bot) -> None:
    await kim.photo(b"not a picture", name="x.png")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.document is not None and update.message.photo is None


async def test_sticker_location_and_contact(kim: Handset, bot: Bot) -> None:
    await kim.sticker("👍")
    await kim.location(59.61, 16.55)
    await kim.contact("+46701234567", "Kim", own=True)
    sticker, place, card = (update.message for update in await bot.get_updates())
    assert sticker is not None and sticker.sticker is not None and sticker.sticker.emoji == "👍"
    assert place is not None and place.location is not None and place.location.latitude == 59.61
    assert card is not None and card.contact is not None
    assert (card.contact.phone_number, card.contact.user_id) == ("+46701234567", kim.id)


async def test_the_bot_sends_a_file_and_sends_it_again_by_id(kim: Handset, bot: Bot) -> None:
    paper = BufferedInputFile("Åke äter".encode(), "sparat.txt")
    sent = await bot.send_document(kim.id, paper, caption="Det här finns sparat.")
    assert sent.document is not None and sent.document.file_name == "sparat.txt"
    again = await bot.send_document(kim.id, sent.document.file_id)
    assert again.document is not None and again.document.file_id == sent.document.file_id
    first, second = await kim.since()
    assert first.text == "Det här finns sparat." and first.file is not None and second.file == first.file
    content = await kim.phone._http.get(f"{kim.phone.address}{first.file['url']}")
    assert content.content.decode() == "Åke äter"
    assert content.headers["content-disposition"] == "attachment"


async def test_python_telegram_bot_sends_every_kind(address: str, kim: Handset) -> None:
    async with telegram.Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot") as bot:
        photo = await bot.send_photo(kim.id, png(8, 4), caption="En bild")
        assert (photo.photo[-1].width, photo.photo[-1].height) == (8, 4)
        await bot.send_voice(kim.id, b"OggS", duration=4)
        await bot.send_audio(kim.id, b"ID3")
        await bot.send_location(kim.id, 59.6, 16.5)
        await bot.send_contact(kim.id, "+4621123456", "Teamet")
        file = await (await bot.get_file(photo.photo[-1].file_id)).download_as_bytearray()
        assert bytes(file) == png(8, 4)
    kinds = [message.kind for message in await kim.since()]
    assert kinds == ["photo", "voice", "audio", "location", "contact"]


@pytest.mark.parametrize(
    ("size", "fetched"), [(limits.DOWNLOAD_BYTES, True), (limits.DOWNLOAD_BYTES + 1, False)]
)
async def test_a_bot_fetches_20_megabytes_at_most(kim: Handset, bot: Bot, size: int, fetched: bool) -> None:
    await kim.document(b"x" * size, name="stor.bin")
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.document is not None
    if fetched:
        assert (await bot.get_file(update.message.document.file_id)).file_size == size
    else:
        with pytest.raises(TelegramBadRequest, match="file is too big"):
            await bot.get_file(update.message.document.file_id)


async def test_a_bot_sends_50_megabytes_at_most(kim: Handset, api: Api) -> None:
    big = {"document": ("stor.bin", b"x" * (limits.UPLOAD_BYTES + 1))}
    answer = await api.http.post(f"/bot{TOKEN}/sendDocument", data={"chat_id": str(kim.id)}, files=big)
    assert (answer.status_code, answer.json()["description"]) == (413, "Request Entity Too Large")


@pytest.mark.parametrize(
    ("method", "params", "why"),
    [
        ("sendDocument", {"document": ""}, "there is no document in the request"),
        ("sendDocument", {"document": "no-such-id"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "http://x.org/y.png"}, "failed to get HTTP URL content"),
        ("getFile", {"file_id": "no-such-id"}, "wrong file_id or the file is temporarily unavailable"),
    ],
)
async def test_files_that_are_not_there(
    kim: Handset, api: Api, method: str, params: dict[str, str], why: str
) -> None:
    found = await api.error(method, chat_id=kim.id, **params)
    assert found == (400, f"Bad Request: {why}")


async def test_uploads_that_cannot_be(kim: Handset, api: Api) -> None:
    async def send(method: str, field: str, content: bytes, **more: str) -> str:
        answer = await api.http.post(
            f"/bot{TOKEN}/{method}", data={"chat_id": str(kim.id), **more}, files={field: ("x", content)}
        )
        return str(answer.json()["description"])

    assert await send("sendDocument", "document", b"") == "Bad Request: file must be non-empty"
    assert await send("sendPhoto", "photo", b"no picture") == "Bad Request: IMAGE_PROCESS_FAILED"
    too_long = await send("sendDocument", "document", b"x", caption="a" * 1025)
    assert too_long == "Bad Request: message caption is too long"
    assert await send("sendPhoto", "photo", b"x" * (limits.PHOTO_BYTES + 1)) == "Request Entity Too Large"


async def test_a_photo_is_not_sent_again_as_a_document(kim: Handset, bot: Bot) -> None:
    sent = await bot.send_photo(kim.id, BufferedInputFile(png(), "x.png"))
    assert sent.photo is not None
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await bot.send_document(kim.id, sent.photo[-1].file_id)


async def test_a_web_page_that_somebody_sends_is_only_downloaded(kim: Handset, phone: PhoneClient) -> None:
    await kim.document(b"<script>alert(1)</script>", name="x.html", mime="text/html")
    sent = (await kim.messages())[-1]
    assert sent.file is not None
    answer = await phone._http.get(f"{phone.address}{sent.file['url']}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(300, 200), (300, 200)),
        (b"GIF89a" + struct.pack("<HH", 12, 34) + b"\0", (12, 34)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 40, 60) + b"\x03\0\0\0",
            (60, 40),
        ),
        (b"\xff\xd8", None),
        (b"\xff\xd8\xff\xe0\x00", None),
        (b"hello", None),
        (b"", None),
    ],
)
def test_the_size_of_a_picture(data: bytes, size: tuple[int, int] | None) -> None:
    assert pictures.size(data) == size
