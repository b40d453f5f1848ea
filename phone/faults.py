"""Faults on demand: the next calls of a method fail as they do on a bad day, or a share of all calls does."""

import random
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["429", "500", "html", "reset_before", "reset_after", "hang", "403", "400"]

KINDS: tuple[Kind, ...] = get_args(Kind)
WEBHOOK = "webhook"
"""The phone's own calls to a webhook, as a method: they can be cut off before or after they have arrived."""
_PERSONAL = frozenset({"403", "400"})  # only what is for a chat is refused by it
_CUTS = frozenset({"reset_before", "reset_after"})


@dataclass(slots=True)
class Fault:
    """`times` calls of `method` ("*": any) that fail.

    reset_before and reset_after break the connection before or after the call has taken effect; hang never answers;
    html is a proxy's error page (502).
    """

    method: str
    kind: Kind
    times: int = 1
    retry_after: int = 1


class Faults:
    """The faults that are still to come, in the order they were asked for; `hits` counts those that came."""

    def __init__(self) -> None:
        self._coming: deque[Fault] = deque()
        self._share = 0.0
        self._kinds: Sequence[Kind] = KINDS
        self._dice = random.Random(1)
        self.hits: Counter[tuple[str, str]] = Counter()

    def add(self, fault: Fault) -> None:
        """Make the next calls fail; `times` 0 takes back what was asked for this method."""
        if fault.times > 0:
            self._coming.append(fault)
        else:
            self._coming = deque(f for f in self._coming if f.method.lower() != fault.method.lower())

    def spread(self, share: float, seed: int, kinds: Sequence[Kind] = KINDS) -> None:
        """Let this share of all calls fail from now on, 0 to 1, one of the kinds at random each time."""
        self._share, self._kinds, self._dice = share, kinds, random.Random(seed)

    def take(self, method: str) -> Fault | None:
        """The fault that hits this call, if any."""
        fault = self._asked_for(method) or self._by_chance(method)
        if fault is not None:
            self.hits[method, fault.kind] += 1
        return fault

    def cuts_webhook(self) -> Kind | None:
        """Whether this call to the webhook is cut off: before or after it has arrived."""
        fault = self._by_chance(WEBHOOK)
        if fault is None:
            return None
        self.hits[WEBHOOK, fault.kind] += 1
        return fault.kind

    def _asked_for(self, method: str) -> Fault | None:
        for fault in self._coming:
            if fault.method == "*" or fault.method.lower() == method.lower():
                fault.times -= 1
                if not fault.times:
                    self._coming.remove(fault)
                return fault
        return None

    def _by_chance(self, method: str) -> Fault | None:
        if not self._share or self._dice.random() >= self._share:
            return None
        kind = self._dice.choice(self._kinds)
        if method == WEBHOOK and kind not in _CUTS:
            return None
        if kind in _PERSONAL and not method.startswith("send"):
            return None
        return Fault(method, kind)
