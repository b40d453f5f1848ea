"""One round: load, trouble at a random moment, start again, wait until nothing waits, check."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.chaos import script as scripts
from bench.chaos.check import Verdict, check
from bench.chaos.databases import Databases
from bench.chaos.deployment import Deployment, Setup, wait_until
from bench.chaos.look import Look
from bench.processes import ROOT
from phone.faults import KINDS

PER_SECOND = 200
AT_ONCE = 0.05
"""Seconds between two handfuls of updates."""
DRAIN_SECONDS = 180.0
STOP_SECONDS = 10.0
GRACE = 0.3
"""Seconds after a kill in which the phone still reads what the dead process had sent."""


@dataclass(frozen=True)
class Kind:
    """A kind of trouble; its rounds take the setups in turn."""

    name: str
    setups: tuple[Setup, ...]
    how: str  # kill, term, faults
    share: float = 0.0
    part: float = 1.0
    """How much of the usual load: slow handlers carry less."""


@dataclass
class Outcome:
    """What is kept of a round."""

    seconds: float = 0.0
    unmarked: int = 0
    """Sends that were accepted but not marked at the kill, or whose answer was cut off; not those refused later."""
    late: float = 0.0
    """Seconds beyond the ten that a polite stop may take; or all of them, if it failed."""
    verdict: Verdict = field(default_factory=Verdict)
    endings: dict[str, int] = field(default_factory=dict)

    @property
    def bad(self) -> bool:
        """Whether something is wrong."""
        found = self.verdict
        return (
            bool(found.lost or found.doubled_effects or found.disorder or self.late)
            or found.doubled_answers != self.unmarked
        )


class Round:
    """One deployment from start to end."""

    def __init__(self, kind: Kind, number: int, seed: int, updates: int, databases: Databases) -> None:
        self.kind, self.seed = kind, seed
        self.setup = kind.setups[number % len(kind.setups)]
        self.dice = random.Random(seed)
        self.databases = databases
        self.count = max(20, int(updates * kind.part))
        self.outcome = Outcome()
        self._ids: list[int] = []
        self._suspects: set[int] = set()
        self._records: dict[str, Any] = {}

    def run(self) -> Outcome:
        """All of it; what went wrong stays in a folder under `out/`."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="chaos-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            url = self.databases.fresh(self.setup.database, folder)
            self.script = scripts.write(self.databases.people(), self.count, self.seed)
            self.look = Look(url)
            try:
                with Deployment(self.setup, folder, url) as self.town:
                    self._play()
            except Exception:
                self._keep(folder)
                raise
            finally:
                self.look.close()
            self.outcome.seconds = time.monotonic() - began
            if self.outcome.bad:
                self._keep(folder)
        return self.outcome

    def _keep(self, folder: Path) -> None:
        """What there is to look at afterwards."""
        kept = ROOT / "out" / "chaos" / f"{self.kind.name}-{self.seed}"
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        (kept / "records.json").write_text(json.dumps(self._records, default=str), encoding="utf-8")

    def _play(self) -> None:
        self._first_answer()
        sending = threading.Thread(target=self._send, daemon=True)
        if self.kind.how == "faults":
            share = {"share": self.kind.share, "seed": self.seed, "kinds": list(KINDS)}
            self.town.phone.post("/faults/share", share)
            sending.start()
        else:
            sending.start()
            time.sleep(self.dice.uniform(0.3, self.count / PER_SECOND + 0.5))
            self._trouble()
        sending.join()
        self._drain()
        if self.kind.how == "faults":
            self._after_faults()
        self._judge()

    def _first_answer(self) -> None:
        """Everybody is up when a tenant has been answered."""
        first = self.script.tenants[scripts.FIRST_CHAT]
        self._ids += self.town.phone.post("/updates", [scripts.help_act(first, 1).update])["update_ids"]
        first.answers.insert(0, first.answers.pop())
        wait_until(lambda: bool(self.town.phone.get("/sent")), "the bot does not answer: see its log")
        time.sleep(0.5 if self.setup.processes == 1 else 2.0)

    def _send(self) -> None:
        acts = self.script.acts
        handful = int(PER_SECOND * AT_ONCE)
        due = time.monotonic()
        for at in range(0, len(acts), handful):
            due += AT_ONCE
            updates = [act.update for act in acts[at : at + handful]]
            self._ids += self.town.phone.post("/updates", updates)["update_ids"]
            time.sleep(max(0.0, due - time.monotonic()))

    def _trouble(self) -> None:
        number = self.dice.randrange(self.setup.processes)
        victim = self.town.bots[number]
        if self.kind.how == "kill":
            victim.kill()
            time.sleep(GRACE)
            self._suspects = self._accepted_unmarked()
        else:
            asked = time.monotonic()
            code = victim.stop(STOP_SECONDS + 5)
            victim.kill()  # if it has not stopped at all
            took = time.monotonic() - asked
            self.outcome.late = took if code else max(0.0, took - STOP_SECONDS)
            self._suspects = self._accepted_unmarked() if self.setup.processes == 1 else set()
        time.sleep(self.dice.uniform(0, 1))
        self.town.start_again(number)

    def _accepted_unmarked(self) -> set[int]:
        """Messages that the phone has, of chats with a row that is not marked, and that no row knows."""
        accepted = {each["id"]: each["chat"] for each in self.town.phone.get("/sent")}
        marked, waiting = self.look.marked(), self.look.unmarked_chats()
        return {number for number, chat in accepted.items() if number not in marked and chat in waiting}

    def _drain(self) -> None:
        """Until nothing waits at the phone or in the database, twice in a row."""
        calm, until = 0, time.monotonic() + DRAIN_SECONDS
        while calm < 3 and time.monotonic() < until:
            busy = self.town.phone.get("/pending")["updates"] or self.look.busy()
            calm = 0 if busy else calm + 1
            time.sleep(0.3)

    def _after_faults(self) -> None:
        """The trouble is over; everybody writes once more, so that what was held for a blocked phone comes."""
        self.town.phone.post("/faults/share", {"share": 0.0})
        more = [scripts.help_act(each, 900_000 + each.chat) for each in self.script.tenants.values()]
        self._ids += self.town.phone.post("/updates", [act.update for act in more])["update_ids"]
        self._drain()

    def _judge(self) -> None:
        heard: dict[int, list[str]] = defaultdict(list)
        sent: list[dict[str, Any]] = self.town.phone.get("/sent")
        for each in sent:
            heard[each["chat"]].append(scripts.label(each["text"]))
        seen = self.look.everything()
        self.outcome.verdict = check(self.script, heard, seen, self._ids)
        self._records = {"sent": sent, "outgoing": self.look.outgoing()}
        if seen.held:
            self.outcome.verdict.lost += seen.held
            self.outcome.verdict.note(f"{seen.held} answers are still held")
        self.outcome.unmarked = len(self._suspects - self.look.marked())
        if self.kind.how == "faults":
            refused_later = sum(seen.given_up.values()) - self.outcome.verdict.given_up
            self.outcome.unmarked = self._cut_after_acceptance() - refused_later
        for act in self.script.acts:
            self.outcome.endings[act.ending] = self.outcome.endings.get(act.ending, 0) + 1

    def _cut_after_acceptance(self) -> int:
        """Sends that the phone took and whose answer never reached the bot."""
        hits = self.town.phone.get("/faults")
        return sum(
            each["times"] for each in hits if (each["method"], each["kind"]) == ("sendMessage", "reset_after")
        )
