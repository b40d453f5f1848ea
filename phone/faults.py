"""Faults on demand: the next calls of a method fail as they do on a bad day."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

Kind = Literal["429", "500", "html", "reset_before", "reset_after", "hang", "403", "400"]


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
    """The faults that are still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._coming: deque[Fault] = deque()

    def add(self, fault: Fault) -> None:
        """Make the next calls fail; `times` 0 takes back what was asked for this method."""
        if fault.times > 0:
            self._coming.append(fault)
        else:
            self._coming = deque(f for f in self._coming if f.method.lower() != fault.method.lower())

    def take(self, method: str) -> Fault | None:
        """The fault that hits this call, if any."""
        for fault in self._coming:
            if fault.method == "*" or fault.method.lower() == method.lower():
                fault.times -= 1
                if not fault.times:
                    self._coming.remove(fault)
                return fault
        return None
