"""Words that say what a button says lead to the same place, pre-filled. Nothing is done on words alone.

    heard        one message and what was understood; who may not be read here
    answering    the flow: for the team, for a way, for both
    ways         the table: what each intent leads to
    visits cancelling which near times yes
                 visits: times near what was named, which visit, a plain yes
    plan place settings alike
                 the plan, the meeting place, reminders and small talk
    again expect plain
                 putting right what was proposed; two misses offer a person
    person guesses
                 the way to a person, and what words may have meant

The tenant sees weekday, date and digits, or their own words as they stand, and taps. The words always stand in the
thread as they were written, with what was understood beside them; *send to …* moves them to the team (R4, R18).
"""

from bot.dialogs.said import again, answering, cancelling, near, person, place, plan
from bot.dialogs.said.expect import QUESTION
from bot.talk import Routes

__all__ = ["QUESTION", "ROUTES", "answer"]

answer = answering.answer

ROUTES = Routes(
    taps={
        "said.team": person.send,
        "said.means": answering.means,
        "said.book": near.book_then,
        "said.move": near.move_then,
        "said.keep": cancelling.keep,
        "said.plan": plan.into,
        "said.wish": place.into_wishes,
    },
    questions={QUESTION: again.correct},
)
