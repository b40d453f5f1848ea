"""Answers to taps."""

from phone import limits
from phone.call import Call
from phone.errors import bad_request
from phone.world import QUERY_KEPT, World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def answer_callback_query(world: World, call: Call) -> bool:
    """Stop the button's spinner, perhaps with a line of text; once per tap."""
    limits.check_callback_answer(call.text("text"))
    query = world.queries.get(call.text("callback_query_id"))
    if query is None or query.answer is not None or world.now() - query.date > QUERY_KEPT:
        raise bad_request(TOO_OLD)
    query.answer = {
        "text": call.text("text") or None,
        "alert": call.flag("show_alert"),
        "url": call.text("url") or None,
    }
    query.answered.set()
    return True
