"""Holds what came of a round against what had to come of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.chaos.look import Seen
from bench.chaos.script import Script


@dataclass
class Verdict:
    """What was found. `notes` name the first few things that are wrong."""

    lost: int = 0
    doubled_effects: int = 0
    disorder: int = 0
    doubled_answers: int = 0
    given_up: int = 0
    notes: list[str] = field(default_factory=list)

    def note(self, what: str) -> None:
        """Remember an example."""
        if len(self.notes) < 12:
            self.notes.append(what)


def check(script: Script, heard: dict[int, list[str]], seen: Seen, updates: Sequence[int]) -> Verdict:
    """Every update, every effect, every answer."""
    verdict = Verdict()
    for number in updates:
        state = seen.updates.get(number, "nowhere")
        if state != "done" and not (state == "set_aside" and number in seen.told):
            verdict.lost += 1
            verdict.note(f"update {number}: {state}")
    aside = sum(state == "set_aside" for state in seen.updates.values())
    if aside != (expected := sum(each.aside for each in script.tenants.values())):
        verdict.lost += abs(aside - expected)
        verdict.note(f"{aside} updates set aside, not {expected}")
    for chat, tenant in script.tenants.items():
        _effects(verdict, f"chat {chat}, thread", tenant.rows, seen.rows[chat])
        _effects(verdict, f"chat {chat}, plan", tenant.goals, seen.goals[chat])
        _effects(verdict, f"chat {chat}, visits", ["visit"] * tenant.visits, ["visit"] * seen.visits[chat])
        _answers(verdict, chat, tenant.answers, heard.get(chat, []), seen.given_up[chat])
    return verdict


def _effects(verdict: Verdict, where: str, wanted: list[str], found: list[str]) -> None:
    missing, extra = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    verdict.lost += missing.total()
    verdict.doubled_effects += extra.total()
    if missing or extra:
        verdict.note(f"{where}: missing {dict(missing)}, too many {dict(extra)}")
    elif wanted != found:
        verdict.disorder += 1
        verdict.note(f"{where}: out of order {found}")


def _answers(verdict: Verdict, chat: int, wanted: list[str], heard: list[str], given_up: int) -> None:
    missing, extra = Counter(wanted) - Counter(heard), Counter(heard) - Counter(wanted)
    verdict.doubled_answers += extra.total()
    verdict.given_up += min(missing.total(), given_up)
    lost = max(0, missing.total() - given_up)
    verdict.lost += lost
    once, due = _once(heard, wanted, extra), wanted
    for _ in range(given_up - missing.total()):
        once, due = _without_a_pair(once, due)
    disorder = _disorder(once, due)
    verdict.disorder += disorder
    if lost or disorder or any(each.startswith("other") for each in extra):
        verdict.note(
            f"chat {chat}: missing {dict(missing)}, too many {dict(extra)}; heard {heard}; not {wanted}"
        )


def _once(heard: list[str], wanted: list[str], extra: Counter[str]) -> list[str]:
    """Without those that repeat the one before them and are too many; of several alike, those that stand wrong."""
    once = heard
    for each in extra.elements():
        repeats = [at for at in range(1, len(once)) if once[at - 1] == once[at] == each]
        shorter = [once[:at] + once[at + 1 :] for at in repeats]
        once = min(shorter, key=lambda left: _disorder(left, wanted), default=once)
    return once


def _without_a_pair(heard: list[str], wanted: list[str]) -> tuple[list[str], list[str]]:
    """One that was refused for good may be hidden by one alike that came twice: without both, if they stood wrong."""
    best = heard, wanted
    for at in range(1, len(heard)):
        if heard[at - 1] == heard[at]:
            shorter = heard[:at] + heard[at + 1 :]
            due = [wanted[:n] + wanted[n + 1 :] for n, each in enumerate(wanted) if each == heard[at]]
            best = min([best, *((shorter, left) for left in due)], key=lambda pair: _disorder(*pair))
    return best


def _disorder(heard: list[str], wanted: list[str]) -> int:
    """How many stand where they should not."""
    return len(heard) - _common(heard, wanted)


def _common(one: list[str], other: list[str]) -> int:
    """The length of the longest part that both have in the same order."""
    best = [0] * (len(other) + 1)
    for each in one:
        before = 0
        for at, that in enumerate(other, 1):
            before, best[at] = best[at], before + 1 if each == that else max(best[at], best[at - 1])
    return best[-1]
