"""A share of all calls fails, the same ones for the same seed; and what was accepted all the same can be seen."""

import httpx
import pytest

from phone.faults import KINDS, Faults
from tests.phone.conftest import Api, eventually
from tests.phone.test_webhook import Hook, hook
from tests.phone_client import Handset

__all__ = ["hook"]


def kinds_of(faults: Faults, method: str, calls: int) -> list[str]:
    found = [faults.take(method) for _ in range(calls)]
    return [each.kind for each in found if each is not None]


def test_the_share_is_kept_and_the_seed_decides() -> None:
    first, again, other = Faults(), Faults(), Faults()
    first.spread(0.1, seed=7)
    again.spread(0.1, seed=7)
    other.spread(0.1, seed=8)
    hit = kinds_of(first, "sendMessage", 4000)
    assert 330 < len(hit) < 470
    assert set(hit) == set(KINDS)
    assert hit == kinds_of(again, "sendMessage", 4000) != kinds_of(other, "sendMessage", 4000)
    assert sum(first.hits.values()) == len(hit)


def test_only_what_is_for_a_chat_is_refused_by_it() -> None:
    faults = Faults()
    faults.spread(0.5, seed=1)
    assert set(kinds_of(faults, "getUpdates", 500)) == set(KINDS) - {"403", "400"}
    assert {faults.cuts_webhook() for _ in range(500)} == {None, "reset_before", "reset_after"}


async def test_what_was_accepted_before_a_cut_is_seen(kim: Handset, api: Api) -> None:
    await kim.phone.call("POST", "/faults/share", json={"share": 1.0, "kinds": ["reset_after"]})
    with pytest.raises(httpx.TransportError):
        await api.result("sendMessage", chat_id=kim.id, text="ett")
    await kim.phone.call("POST", "/faults/share", json={"share": 0.0})
    await api.result("sendMessage", chat_id=kim.id, text="två")
    assert [each["text"] for each in await kim.phone.call("GET", "/sent")] == ["ett", "två"]
    assert await kim.phone.call("GET", "/faults") == [
        {"method": "sendMessage", "kind": "reset_after", "times": 1}
    ]


async def test_a_webhook_call_that_is_cut_off_after_it_arrived_comes_twice(
    kim: Handset, api: Api, hook: Hook
) -> None:
    await api.result("setWebhook", url=hook.url)
    await kim.phone.call("POST", "/faults/share", json={"share": 1.0, "kinds": ["reset_after"]})
    await kim.say("hej")
    await hook.until(1)
    await kim.phone.call("POST", "/faults/share", json={"share": 0.0})
    assert (await hook.until(2))[-1] == "hej"

    async def taken() -> bool:
        return await kim.phone.pending() == 0

    await eventually(taken)
