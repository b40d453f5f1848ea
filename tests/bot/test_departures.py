"""What is about to leave: in order within a chat, the gravest first, one at a time to a chat."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.departures import Departures
from bot.parcels import Parcel

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def parcel(row: int, chat: int, rank: int = 1) -> Parcel:
    return Parcel(row, chat, [], rank, AT)


def left(departures: Departures) -> list[int]:
    """Everything that may leave now, in order."""
    found = []
    while (each := departures.leave()) is not None:
        found.append(each.row_id)
    return found


def test_one_at_a_time_leaves_to_a_chat() -> None:
    departures = Departures()
    for row in (1, 2):
        departures.put(parcel(row, chat=7))
    departures.put(parcel(3, chat=8))
    assert left(departures) == [1, 3]
    departures.back(parcel(1, chat=7))
    assert left(departures) == [2]


def test_danger_goes_before_what_waits_in_the_chat_and_elsewhere() -> None:
    departures = Departures()
    for each in (parcel(1, chat=7), parcel(2, chat=8, rank=2), parcel(3, chat=7, rank=0)):
        departures.put(each)
    assert left(departures) == [3, 2]


def test_what_is_taken_back_leaves_no_more() -> None:
    departures = Departures()
    for row in (1, 2, 3):
        departures.put(parcel(row, chat=7))
    assert left(departures) == [1]
    assert [each.row_id for each in departures.take_back(7)] == [2, 3]
    departures.back(parcel(1, chat=7))
    assert left(departures) == []
    assert len(departures) == 0


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2)), max_size=40), st.randoms())
def test_everything_leaves_once_and_in_order_within_rank(
    given: list[tuple[int, int]], chance: object
) -> None:
    departures = Departures()
    gone: list[Parcel] = []
    on_their_way: list[Parcel] = []
    waiting = [parcel(row, chat, rank) for row, (chat, rank) in enumerate(given, start=1)]
    while waiting or on_their_way or len(departures):
        if waiting:
            departures.put(waiting.pop(0))
        while (each := departures.leave()) is not None:
            assert each.chat_id not in {other.chat_id for other in on_their_way}
            on_their_way.append(each)
        if on_their_way and (not waiting or chance.random() < 0.5):  # type: ignore[attr-defined]
            back = on_their_way.pop(chance.randrange(len(on_their_way)))  # type: ignore[attr-defined]
            departures.back(back)
            gone.append(back)
    assert sorted(each.row_id for each in gone) == list(range(1, len(given) + 1))
    for chat in {chat for chat, _ in given}:
        for rank in range(3):
            rows = [each.row_id for each in gone if (each.chat_id, each.rank) == (chat, rank)]
            assert rows == sorted(rows)
