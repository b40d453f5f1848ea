"""A chat as the page and the tests see it: JSON for the people's side."""

from locales import Voice, closest, dates
from phone.methods.account import commands_for
from phone.state import Bubble, Chat, Json, Person
from phone.world import ACTION_KEPT, World


def chat(world: World, place: Chat, after: int) -> Json:
    """What is new since `after`, and what stands below the messages."""
    voice = Voice(_language(place), world.zone)
    action = world.actions.get(place.id)
    writing = action is not None and world.now() - action[1] <= ACTION_KEPT
    return {
        "messages": [message(b) | _time(b, voice) for b in place.messages.values() if b.change > after],
        "keyboard": keyboard(place),
        "placeholder": (place.keyboard or {}).get("input_field_placeholder"),
        "commands": bool(commands_for(world, place)),
        "action": action[0] if action and writing else None,
        "blocked": place.blocked,
        "started": place.started,
        "empty": next(place.newest_first(), None) is None,
        "last": place.change,
    }


def _language(place: Chat) -> str:
    return (closest(place.person.language_code) if place.person else None) or "sv"


def _time(bubble: Bubble, voice: Voice) -> Json:
    """The day and the clock as the phone's language writes them."""
    here = dates.local(bubble.date, voice.zone)
    return {"day": dates.day(voice.language, here.date()), "clock": dates.clock(here)}


def keyboard(place: Chat) -> list[list[Json]] | None:
    """The rows below the text field; `request` is what a button sends instead of its text."""
    if place.keyboard is None:
        return None
    return [[_key(button) for button in row] for row in place.keyboard["keyboard"]]


def message(bubble: Bubble) -> Json:
    """One message. `change` is the chat's count when it last changed."""
    gone = bubble.deleted or bubble.hidden
    shown: Json = {
        "id": bubble.id,
        "from": "bot" if bubble.by_bot else "person",
        "date": bubble.date.isoformat(),
        "kind": bubble.kind,
        "text": "" if gone else bubble.text,
        "edited": bubble.edited is not None,
        "deleted": gone,
        "change": bubble.change,
    }
    if not gone:
        shown |= _content(bubble)
    return shown


def person(somebody: Person) -> Json:
    """Who holds a phone."""
    return {
        "id": somebody.id,
        "first_name": somebody.first_name,
        "last_name": somebody.last_name,
        "username": somebody.username,
        "language_code": somebody.language_code,
    }


def _content(bubble: Bubble) -> Json:
    content: Json = {
        "entities": bubble.entities,
        "buttons": [[_button(button) for button in row] for row in bubble.buttons or []],
    }
    if bubble.file is not None:
        file = bubble.file
        content["file"] = {
            "url": f"/phone/api/files/{file.id}",
            "name": file.name,
            "mime": file.mime,
            "size": file.size,
            "duration": file.duration,
        }
    if bubble.contact:
        content["contact"] = bubble.contact
    if bubble.location:
        content["location"] = bubble.location
    if bubble.emoji:
        content["emoji"] = bubble.emoji
    return content


def _button(button: Json) -> Json:
    shown: Json = {"text": button["text"]}
    if "callback_data" in button:
        shown["data"] = button["callback_data"]
    if "url" in button:
        shown["url"] = button["url"]
    if "copy_text" in button:
        shown["copy"] = button["copy_text"]["text"]
    return shown


def _key(button: Json) -> Json:
    request = "contact" if button.get("request_contact") else None
    return {"text": button["text"], "request": "location" if button.get("request_location") else request}
