"""New people with new phones."""

from phone import texts
from phone.errors import PhoneError
from phone.state import Person
from phone.world import World


def add_person(
    world: World,
    first_name: str,
    language_code: str,
    *,
    last_name: str | None = None,
    username: str | None = None,
    phone_number: str | None = None,
) -> Person:
    """Give somebody a phone."""
    if not (first_name := texts.clean(first_name)):
        raise PhoneError(400, "a person has a first name")
    number = world.state.next_person
    world.state.next_person += 1
    person = Person(number, first_name, language_code, last_name, username, phone_number)
    world.add_person(person)
    return person
