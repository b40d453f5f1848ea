"""What this process has done, counted for Prometheus; what waits is read in `bot/gauges.py`.

Each function is one cheap line for its caller (about a microsecond): the labels are few, known and bound
once. Nothing here says who: no ids, no words, and no kind of danger, which in a small town would be a person.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)


def _counter(name: str, about: str, label: str, *values: str) -> tuple[Counter, dict[str, Counter]]:
    made = Counter(name, about, [label], registry=REGISTRY)
    return made, {value: made.labels(value) for value in values}


def _histogram(name: str, about: str, *buckets: float) -> Histogram:
    return Histogram(name, about, buckets=buckets, registry=REGISTRY)


RECEIVED, _received = _counter(
    "bofast_updates_received",
    "Updates from Telegram, stored or known already",
    "result",
    "stored",
    "repeated",
)
INTAKE_FAILURES, _intake_failures = _counter(
    "bofast_intake_failures",
    "Times that updates could not be fetched or stored",
    "kind",
    *("database", "conflict", "flood", "telegram"),
)
TURNS, _turns = _counter("bofast_turns", "Turns by how they ended", "outcome", "done", "again", "set_aside")
TURN_SECONDS = _histogram(
    "bofast_turn_seconds",
    "Handling one update, from taking it to the commit",
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
DANGER_CARDS, _danger_cards = _counter(
    "bofast_danger_cards", "Danger cards, in a turn or without the database", "way", "turn", "directly"
)
SENDS, _sends = _counter(
    "bofast_sends",
    "Messages by how the attempt to send them ended",
    "result",
    *("sent", "again", "flood", "blocked", "failed", "late", "paused", "held", "unsayable"),
)
SEND_SECONDS = _histogram(
    "bofast_send_seconds",
    "One call to Telegram that sends, however it ended",
    *(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
ANSWER_SECONDS = _histogram(
    "bofast_answer_seconds",
    "From the moment an answer was written to the moment Telegram had accepted it",
    *(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600),
)
FILES, _files = _counter(
    "bofast_files",
    "Tries to fetch a file by how they ended",
    "result",
    *("stored", "waiting", "too_large", "failed"),
)
TICK_LATENESS = _histogram(
    "bofast_tick_lateness_seconds",
    "How much later than a second after the last one the scheduler ticked",
    *(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
)
TICK_FAILURES = Counter("bofast_tick_failures", "Ticks of the scheduler that failed", registry=REGISTRY)
LOG_LINES, _log_lines = _counter(
    "bofast_log_lines", "Lines in the log by level", "level", "info", "warning", "error", "critical"
)


def received(stored: int, repeated: int = 0) -> None:
    """A batch from Telegram: so many are new, so many were known."""
    _received["stored"].inc(stored)
    if repeated:
        _received["repeated"].inc(repeated)


def intake_failed(kind: str) -> None:
    """Updates could not be fetched or stored: `database`, `conflict`, `flood`, `telegram`."""
    _add(INTAKE_FAILURES, _intake_failures, kind)


def turn_ended(outcome: str, seconds: float) -> None:
    """A turn is committed: `done`, `again` (will be tried again) or `set_aside`."""
    _add(TURNS, _turns, outcome)
    TURN_SECONDS.observe(seconds)


def danger_card(way: str = "turn") -> None:
    """A danger card is on its way: in a `turn`, or `directly` because the database is down."""
    _add(DANGER_CARDS, _danger_cards, way)


def send_ended(outcome: str, error: str | None = None) -> None:
    """A parcel came back (`sent`, `again`, `blocked`, `failed`), or a row was `late`, `paused`, `held`, `unsayable`."""
    _add(SENDS, _sends, "flood" if error == "flood" else outcome)


def sending() -> AbstractContextManager[object]:
    """`with metrics.sending():` around one call to Telegram."""
    return SEND_SECONDS.time()


def answered_after(seconds: float) -> None:
    """An answer (danger or a reply, nothing that waits for the morning) was accepted so long after it was written."""
    ANSWER_SECONDS.observe(seconds)


def file_ended(state: str) -> None:
    """A try to fetch a file ended: `stored`, `waiting` (again), `too_large`, `failed`."""
    _add(FILES, _files, state)


def ticked(late: float) -> None:
    """The scheduler ticks, so many seconds later than it should."""
    TICK_LATENESS.observe(max(0.0, late))


def tick_failed() -> None:
    """A tick ended in an error; the next one comes all the same."""
    TICK_FAILURES.inc()


def logged(level: str) -> None:
    """A line of the log."""
    child = _log_lines.get(level)
    if child is not None:
        child.inc()


def _add(counter: Counter, bound: dict[str, Counter], value: str) -> None:
    (bound.get(value) or counter.labels(value)).inc()
