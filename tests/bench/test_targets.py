"""`bench speed` says what was not reached beside a bare bot, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from bench.targets import Figure, missed

BARE = Figure(rate=1000, p50=2.0, p99=100)
CASES = ("50 chats", "1 chat, one at a time", "50 chats, 50 ms network", "50 chats, steady")


def told(**ours: Figure) -> list[str]:
    """What is said when ours is as good as the bare bot but for the cases named."""
    figures = {case: ours.get(case.replace(" ", "_").replace(",", ""), BARE) for case in CASES}
    return list(missed(figures, dict.fromkeys(CASES, BARE)))


def test_as_good_as_the_bare_bot_is_good_enough() -> None:
    assert told() == []
    assert told(**{"1_chat_one_at_a_time": replace(BARE, p50=4.0, p99=900, rate=1)}) == []
    assert told(**{"50_chats_steady": replace(BARE, rate=990)}) == []
    assert told(**{"50_chats_50_ms_network": replace(BARE, rate=283, p50=300, p99=900)}) == []


def test_each_figure_that_is_too_low_is_told() -> None:
    assert told(**{"50_chats": replace(BARE, rate=999)}) == ["50 chats: 999 updates a second, at least 1000"]
    assert told(**{"50_chats_steady": replace(BARE, p99=101)}) == [
        "50 chats, steady: p99 101 ms, at most 100"
    ]
    slow = replace(BARE, p50=4.1)
    assert told(**{"1_chat_one_at_a_time": slow}) == ["1 chat, one at a time: p50 4.1 ms, at most twice 2.0"]
    few = replace(BARE, rate=282)
    assert told(**{"50_chats_50_ms_network": few}) == [
        "50 chats, 50 ms network: 282 updates a second, at least 283"
    ]


def test_what_is_missing_or_out_of_order_is_told_without_a_bare_bot_too() -> None:
    figures = {"50 chats": replace(BARE, missing=1), "10 chats": replace(BARE, disorder=2)}
    assert list(missed(figures, {})) == [
        "50 chats: 1 missing, 0 out of order",
        "10 chats: 0 missing, 2 out of order",
    ]
