"""The judge of chaos rounds: what it must find, and what it must let pass."""

from __future__ import annotations

from bench.chaos import script as scripts
from bench.chaos.check import Verdict, check
from bench.chaos.look import Seen
from bench.chaos.script import Script, Tenant


def played() -> tuple[Script, dict[int, list[str]], Seen]:
    """A round in which all went well."""
    script = scripts.write([Tenant(1001, [1, 2]), Tenant(1002, [3], human=True)], 80, seed=3)
    seen = Seen()
    for chat, tenant in script.tenants.items():
        seen.rows[chat] = list(tenant.rows)
        seen.goals[chat] = list(tenant.goals)
        seen.visits[chat] = tenant.visits
    aside = sum(tenant.aside for tenant in script.tenants.values())
    seen.updates = {number: "set_aside" if number < aside else "done" for number in range(len(script.acts))}
    seen.told = set(range(aside))
    heard = {chat: list(tenant.answers) for chat, tenant in script.tenants.items()}
    return script, heard, seen


def judged(script: Script, heard: dict[int, list[str]], seen: Seen) -> Verdict:
    return check(script, heard, seen, range(len(script.acts)))


def figures(verdict: Verdict) -> tuple[int, int, int, int]:
    return verdict.lost, verdict.doubled_effects, verdict.disorder, verdict.doubled_answers


def test_a_round_in_which_all_went_well() -> None:
    script, heard, seen = played()
    assert {act.ending for act in script.acts} == {"answered", "covered", "human", "aside"}
    assert figures(judged(script, heard, seen)) == (0, 0, 0, 0)


def test_the_same_seed_writes_the_same_script() -> None:
    first, again = played()[0], played()[0]
    assert [act.update for act in first.acts] == [act.update for act in again.acts]


def test_an_update_that_was_never_handled_is_lost() -> None:
    script, heard, seen = played()
    seen.updates[len(script.acts) - 1] = "waiting"
    del seen.updates[len(script.acts) - 2]
    assert judged(script, heard, seen).lost == 2


def test_one_set_aside_without_a_line_for_staff_is_lost() -> None:
    script, heard, seen = played()
    seen.told.clear()
    assert judged(script, heard, seen).lost == sum(each.aside for each in script.tenants.values()) > 0


def test_effects_lost_doubled_and_out_of_order() -> None:
    script, heard, seen = played()
    seen.rows[1001].pop()
    seen.goals[1001].append(seen.goals[1001][0])
    seen.rows[1002][:2] = reversed(seen.rows[1002][:2])
    assert figures(judged(script, heard, seen)) == (1, 1, 1, 0)


def test_an_answer_that_came_twice_is_doubled_and_in_order() -> None:
    script, heard, seen = played()
    heard[1001].insert(5, heard[1001][4])
    assert figures(judged(script, heard, seen)) == (0, 0, 0, 1)


def test_answers_that_change_places_are_out_of_order() -> None:
    script, heard, seen = played()
    at = next(n for n, (a, b) in enumerate(zip(heard[1001], heard[1001][1:], strict=False)) if a != b)
    heard[1001][at : at + 2] = reversed(heard[1001][at : at + 2])
    assert figures(judged(script, heard, seen)) == (0, 0, 1, 0)


def test_an_answer_that_never_came_is_lost_unless_staff_know() -> None:
    script, heard, seen = played()
    heard[1002].remove("help")
    assert judged(script, heard, seen).lost == 1
    seen.given_up[1002] = 1
    verdict = judged(script, heard, seen)
    assert (verdict.lost, verdict.given_up, verdict.disorder) == (0, 1, 0)


def test_one_that_comes_twice_in_a_row_is_doubled_and_not_out_of_order() -> None:
    script, heard, seen = played()
    script.tenants[1001].answers[:] = ["help", "help", "booked", "help", "ask"]
    heard[1001] = ["help", "help", "booked", "help", "help", "ask"]
    assert figures(judged(script, heard, seen)) == (0, 0, 0, 1)
    heard[1001] = ["help", "help", "booked", "help", "ask", "help"]
    assert figures(judged(script, heard, seen)) == (0, 0, 1, 1)


def test_one_refused_for_good_may_be_hidden_by_one_alike_that_came_twice() -> None:
    script, heard, seen = played()
    script.tenants[1001].answers[:] = ["help", "help", "booked", "help", "ask"]
    heard[1001] = ["help", "booked", "help", "help", "ask"]
    assert figures(judged(script, heard, seen)) == (0, 0, 1, 0)
    seen.given_up[1001] = 1
    assert figures(judged(script, heard, seen)) == (0, 0, 0, 0)
    heard[1001] = ["booked", "help", "help", "help", "ask"]
    assert judged(script, heard, seen).disorder == 1
