"""Sample values read like what they stand for."""

import pytest

from locales import samples


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("visit.a", "{name} kommer {start:when}.", "Amira kommer torsdag 26 november kl. 14.00."),
        ("start.hello", "Hej {name}!", "Hej Kim!"),
        ("danger.fire.no", "Ring {fire}.", "Ring 110."),
        ("danger.fire.se", "Ring {fire}.", "Ring 112."),
        ("visit.a", "Vi ses {place:term=place}.", "Vi ses hemma hos dig."),
        (
            "visit.a",
            "{n} {who:list} {hours:hours} {line:phone}",
            "3 Amira och Jonas måndag–fredag kl. 8.00–16.00 +46 21 12 34 56",
        ),
        ("visit.a", "{start:clock}–{end:clock}", "14.00–16.00"),
        ("visit.a", "{unheard_of}", "unheard_of"),
    ],
)
def test_a_text_is_shown_with_samples(key: str, text: str, said: str) -> None:
    assert samples.shown("sv", key, text) == said
