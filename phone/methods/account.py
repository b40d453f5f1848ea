"""The bot itself: who it is, its names, its commands, the chats it is in."""

import telegram

from phone import limits, objects
from phone.call import Call
from phone.errors import bad_request
from phone.methods.sending import reachable
from phone.state import Chat, Json
from phone.world import World

# The scopes that a private chat looks through, the nearest first; "default" is for everybody.
_PRIVATE_SCOPES = ("chat", "all_private_chats", "default")
_TEXTS = {
    "setMyName": ("name", limits.NAME),
    "setMyDescription": ("description", limits.DESCRIPTION),
    "setMyShortDescription": ("short_description", limits.SHORT_DESCRIPTION),
}


async def get_me(world: World, call: Call) -> Json:
    """The bot's name and rights."""
    account = world.state.account
    return telegram.User(
        call.bot_id,
        account.name,
        is_bot=True,
        username=account.username,
        can_join_groups=True,
        can_read_all_group_messages=False,
        supports_inline_queries=False,
    ).to_dict()


async def set_text(world: World, call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription."""
    field, most = _TEXTS[call.method]
    text = call.text(field)
    limits.check_length(text, most, f"BOT_{field.upper()}_TOO_LONG")
    world.state.account.texts[f"{field}|{call.text('language_code')}"] = text
    if field == "name" and text and not call.text("language_code"):
        world.state.account.name = text
    world.changed.ring()
    return True


async def set_commands(world: World, call: Call) -> bool:
    """The list behind "/", for a scope and a language."""
    commands = call.array("commands")
    if commands is None:
        raise bad_request("commands is empty")
    limits.check_commands(commands)
    known = [telegram.BotCommand.de_json(dict(each), None).to_dict() for each in commands]
    world.state.account.commands[_scope(call)] = known
    world.changed.ring()
    return True


async def get_commands(world: World, call: Call) -> list[Json]:
    """The list of exactly this scope and language."""
    return world.state.account.commands.get(_scope(call), [])


async def delete_commands(world: World, call: Call) -> bool:
    """No list of its own any more."""
    world.state.account.commands.pop(_scope(call), None)
    world.changed.ring()
    return True


def commands_for(world: World, chat: Chat) -> list[Json]:
    """The list that a person sees: the nearest scope, in their language if there is one."""
    language = chat.person.language_code.partition("-")[0] if chat.person else ""
    for scope in _PRIVATE_SCOPES:
        place = f"{scope}:{chat.id}" if scope == "chat" else scope
        for tongue in (language, ""):
            if found := world.state.account.commands.get(f"{place}|{tongue}"):
                return found
    return []


async def set_menu_button(world: World, call: Call) -> bool:
    """What the button beside the text field does."""
    world.state.account.menu_button = call.mapping("menu_button") or {"type": "commands"}
    return True


async def get_chat(world: World, call: Call) -> Json:
    """A chat in full."""
    chat = _known(world, call)
    return objects.chat(chat).to_dict() | {"accent_color_id": 0, "max_reaction_count": 11}


async def get_chat_member(world: World, call: Call) -> Json:
    """A person, or the bot, in a chat."""
    chat = _known(world, call)
    number = call.number("user_id")
    if chat.person is not None and number == chat.person.id:
        return telegram.ChatMemberMember(objects.user(chat.person)).to_dict()
    if number == call.bot_id:
        bot = objects.bot_user(world.state.account, number)
        here = telegram.ChatMemberLeft(bot) if chat.left or chat.blocked else telegram.ChatMemberMember(bot)
        return here.to_dict()
    raise bad_request("member not found")


async def leave_chat(world: World, call: Call) -> bool:
    """Leave a group; a private chat cannot be left."""
    chat = reachable(world, call)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.left = True
    world.ring(chat)
    return True


def _known(world: World, call: Call) -> Chat:
    target = call.text("chat_id")
    chat = world.state.chats.get(int(target)) if target.lstrip("-").isdecimal() else None
    if chat is None or not (chat.started or chat.person is None):
        raise bad_request("chat not found")
    return chat


def _scope(call: Call) -> str:
    scope = call.mapping("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    place = f"{kind}:{scope['chat_id']}" if "chat_id" in scope else kind
    return f"{place}|{call.text('language_code')}"
