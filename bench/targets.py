"""What `bench speed` must reach beside a bare aiogram bot in the same run, and what was not reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

ENOUGH = 314.0 * 0.9
"""Updates a second, in order, with 50 ms of network a call."""


@dataclass(frozen=True)
class Figure:
    """What one bot did in one case: medians over the repeats."""

    rate: float
    p50: float
    p99: float
    missing: int = 0
    disorder: int = 0
    cpu_ms: float = 0.0


def missed(ours: Mapping[str, Figure], bare: Mapping[str, Figure]) -> Iterator[str]:
    """A line for each figure that is not as it must be. Cases by name; those without a bare bot beside are let be."""
    for case, figure in ours.items():
        if figure.missing or figure.disorder:
            yield f"{case}: {figure.missing} missing, {figure.disorder} out of order"
        if "network" in case and figure.rate < ENOUGH:
            yield f"{case}: {figure.rate:.0f} updates a second, at least {ENOUGH:.0f}"
        beside = bare.get(case)
        if beside is not None and "network" not in case:
            yield from _beside(case, figure, beside)


def _beside(case: str, ours: Figure, bare: Figure) -> Iterator[str]:
    if case.startswith("1 chat"):
        if ours.p50 > 2 * bare.p50:
            yield f"{case}: p50 {ours.p50:.1f} ms, at most twice {bare.p50:.1f}"
        return
    if "steady" not in case and ours.rate < bare.rate:
        yield f"{case}: {ours.rate:.0f} updates a second, at least {bare.rate:.0f}"
    if ours.p99 > bare.p99:
        yield f"{case}: p99 {ours.p99:.0f} ms, at most {bare.p99:.0f}"
