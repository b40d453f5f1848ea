"""Changes to messages that are there: edit, take buttons away, delete."""

from datetime import timedelta

from phone import keyboards, limits, objects
from phone.call import Call
from phone.errors import bad_request
from phone.methods.sending import reachable, written
from phone.state import Bubble, Chat, Json
from phone.world import World

DELETABLE = timedelta(hours=48)
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def edit_text(world: World, call: Call) -> Json:
    """Other words in a message of the bot."""
    chat, bubble = _own(world, call)
    if bubble.kind != "text":
        raise bad_request("there is no text in the message to edit")
    text, entities = written(call, "text")
    limits.check_text(text, too_long="MESSAGE_TOO_LONG")
    return _change(world, call, (chat, bubble), text, entities)


async def edit_caption(world: World, call: Call) -> Json:
    """Other words under a file of the bot."""
    chat, bubble = _own(world, call)
    if bubble.file is None:
        raise bad_request("there is no caption in the message to edit")
    text, entities = written(call, "caption")
    limits.check_caption(text)
    return _change(world, call, (chat, bubble), text, entities)


async def edit_markup(world: World, call: Call) -> Json:
    """Other buttons, or none."""
    chat, bubble = _own(world, call)
    return _change(world, call, (chat, bubble), bubble.text, bubble.entities)


async def delete(world: World, call: Call) -> bool:
    """Take one message away on both sides."""
    chat = reachable(world, call)
    bubble = _there(chat, call.number("message_id"), "message to delete not found")
    _delete(world, chat, bubble)
    return True


async def delete_many(world: World, call: Call) -> bool:
    """Take up to 100 messages away; those that are gone already are skipped."""
    chat = reachable(world, call)
    ids = [int(str(each)) for each in call.array("message_ids") or []]
    limits.check_bulk(ids)
    for bubble in [chat.messages[each] for each in ids if each in chat.messages]:
        if not bubble.deleted:
            _delete(world, chat, bubble)
    return True


def _own(world: World, call: Call) -> tuple[Chat, Bubble]:
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = reachable(world, call)
    bubble = _there(chat, call.number("message_id"), "message to edit not found")
    if not bubble.by_bot:
        raise bad_request("message can't be edited")
    return chat, bubble


def _there(chat: Chat, message_id: int, missing: str) -> Bubble:
    bubble = chat.messages.get(message_id)
    if bubble is None or bubble.deleted:
        raise bad_request(missing)
    return bubble


def _change(world: World, call: Call, place: tuple[Chat, Bubble], text: str, entities: list[Json]) -> Json:
    chat, bubble = place
    markup = call.mapping("reply_markup") or {}
    buttons = keyboards.inline(markup) if markup.get("inline_keyboard") else None
    if (text, entities, buttons) == (bubble.text, bubble.entities, bubble.buttons):
        raise bad_request(SAME)
    bubble.text, bubble.entities, bubble.buttons, bubble.edited = text, entities, buttons, world.now()
    world.change(chat, bubble)
    return objects.message(chat, bubble, world.state.account).to_dict()


def _delete(world: World, chat: Chat, bubble: Bubble) -> None:
    if world.now() - bubble.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    bubble.deleted = True
    if chat.keyboard_from == bubble.id:
        chat.keyboard = None
    world.change(chat, bubble)
