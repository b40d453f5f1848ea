"""The wording rules: each catches what it is for, and every tenant text holds to them."""

import pytest

from locales import lint, shape
from locales.catalogue import TextClass
from locales.lint import Text

BROKEN = [
    ("R1", "visit.a", "sv", "Ditt kontrakt gäller inte längre."),
    ("R1", "visit.a", "nb", "Dette er en advarsel."),
    ("R1", "visit.a", "nn", "Dette er ei åtvaring."),
    ("R1", "plan.a", "sv", "Det får konsekvenser."),
    ("R9", "visit.a", "sv", "Du har missat ett besök."),
    ("R9", "plan.a", "nb", "Du har 3 poeng."),
    ("R9", "plan.a", "nn", "Du har gått glipp av besøket."),
    ("R14", "visit.a", "sv", "Du är kallad till besök."),
    ("R14", "visit.a", "nb", "Du blir innkalt."),
    ("R14", "visit.a", "nn", "Møt opp kl. 8.00."),
    ("R15", "visit.a", "sv", "Du måste svara."),
    ("R15", "visit.a", "nb", "Du må svare."),
    ("R15", "visit.a", "nn", "Du bør svare."),
    ("R22", "visit.a", "sv", "Du kom inte."),
    ("R22", "visit.a", "nb", "Du møtte ikke."),
    ("R22", "visit.a", "nn", "Du svarte ikkje."),
    ("R24", "start.a", "sv", "Här är du som är hemlös välkommen."),
    ("R24", "start.a", "nb", "Alle brukere er velkomne."),
    ("R24", "start.a", "nn", "Vi hjelper bustadlause."),
    ("R33", "notice.a", "sv", "Din boendeplan är ändrad."),
    ("R33", "notice.a", "nb", "Hilsen Housing First."),
    ("R33", "notice.a", "nn", "Utleigaren kjem."),
    ("R37", "plan.a", "sv", "Bra jobbat."),
    ("R37", "plan.a", "nb", "Så flink du er."),
    ("R37", "plan.a", "nn", "Eg forstår korleis du har det."),
    ("terms", "line.a", "sv", "Det finns en sviktplats."),
    ("terms", "start.a", "nb", "BF hilser."),
    ("terms", "visit.a", "nn", "Vil du ha eit anna tidspunkt?"),
    ("short", "visit.a", "sv", "T.ex. hemma."),
    ("short", "visit.a", "nb", "F.eks. hjemme."),
    ("mixed", "visit.a", "sv", "Vi ses ikke."),
    ("mixed", "visit.a", "nb", "Eg kjem ikkje."),
    ("mixed", "visit.a", "nn", "Jeg kommer ikke."),
    ("infinitive", "visit.a", "nn", "Eg kan koma og gjera det."),
    ("infinitive", "visit.a", "nn", "Det er lett å snakka med oss."),
    ("length", "start.a", "sv", "Hej du. " * 40),
    ("length", "start.a", "sv", "a\nb\nc\nd\ne"),
    ("button", "button.a", "sv", "Jag vill gärna ha en annan tid"),
    ("button", "menu.a", "nb", "Jeg vil gjerne ha en annen"),
    ("R38", "visit.a", "sv", "Vill du det? Eller vill du inte?"),
    ("R38", "visit.a", "sv", "Hej! Välkommen!"),
    (
        "R38",
        "visit.a",
        "sv",
        "Vi vill gärna att du läser det här och sedan svarar oss när du kan och har lust.",
    ),
    ("R38", "visit.a", "nb", "Da kan man avlyse."),
    ("time", "visit.a", "sv", "Vi ses kl. 14:30."),
    ("time", "visit.a", "nb", "Vi ses halv tre."),
    ("time", "visit.a", "nn", "Vi sest 2 PM."),
    ("time", "visit.a", "sv", "Amira kommer imorgon."),
    ("time", "visit.a", "nn", "Amira kjem i morgon."),
    ("sample", "visit.a", "sv", "Vi ses {place:term=no_such_family}."),
]


def rules(key: str, language: str, text: str, text_class: TextClass = "open") -> set[str]:
    return {finding.rule for finding in lint.findings(Text(key, language, (text,), text_class))}


@pytest.mark.parametrize(("rule", "key", "language", "text"), BROKEN)
def test_a_rule_catches_what_it_is_for(rule: str, key: str, language: str, text: str) -> None:
    assert rule in rules(key, language, text)


@pytest.mark.parametrize(
    ("key", "language", "text"),
    [
        ("visit.a", "sv", "Amira kan komma torsdag 26 november kl. 14.00. Passar det?"),
        ("visit.a", "nb", "Amira kan komme torsdag 26. november kl. 14.00. Passer det?"),
        ("visit.a", "nn", "Amira kan kome torsdag 26. november kl. 14.00. Passar det?"),
        ("visit.a", "sv", "Vi sågs inte idag. Vill du ha en ny tid?"),
        ("visit.a", "nb", "Vi møttes ikke i dag. Vil du finne en ny tid?"),
        ("visit.a", "nn", "Vi møttest ikkje i dag. Vil du ha ei ny tid?"),
        ("line.a", "sv", "Just nu svarar ingen av oss. Vi är här igen tisdag 24 november kl. 8.00."),
        (
            "line.a",
            "nb",
            "Akkurat nå er det ingen av oss som svarer. Vi er her igjen tirsdag 24. november kl. 8.00.",
        ),
        (
            "line.a",
            "nn",
            "Akkurat no er det ingen av oss som svarar. Vi er her att tysdag 24. november kl. 8.00.",
        ),
        ("plan.a", "nn", "Dette vil eg at teamet hjelper meg med"),
        ("start.a", "nb", "Slik bruker vi opplysningene dine"),
        ("start.a", "nn", "Slik bruker vi opplysningane dine"),
        ("privacy.a", "sv", "Personalen har tystnadsplikt."),
        ("danger.a", "nb", "Du må ringe 113."),
        ("visit.a", "sv", "Amira kommer imorgon, {start:day}."),
        ("button.a", "sv", "Imorgon"),
        ("notice.a", "nn", "Du har ei påminning."),
        ("visit.a", "nn", "Hjelpa er den same. Det er fint å ha møta å gå til."),
    ],
)
def test_good_texts_are_left_alone(key: str, language: str, text: str) -> None:
    assert rules(key, language, text) == set()


def test_a_first_line_is_of_class_open() -> None:
    assert "R33" in rules("notice.a", "sv", "Du har en påminnelse.", "personal")


def test_every_form_of_a_plural_text_is_read() -> None:
    text = Text("visit.a", "sv", ("Ett besök.", "Du måste välja av {n} besök."))
    assert [finding.rule for finding in lint.findings(text)] == ["R15"]


def test_sentences_do_not_end_in_times_and_dates() -> None:
    text = "Amira kan komme torsdag 26. november kl. 14.00. Passer det?\nSvar når du vil"
    assert list(map(len, shape.sentences(text))) == [8, 2, 4]
    assert list(map(len, shape.sentences("Ring +46 21 12 34 56."))) == [2]


def test_lix_is_sentence_length_and_share_of_long_words() -> None:
    assert shape.lix(["Amira kommer. Ni ses torsdag."]) == 5 / 2 + 100 * 1 / 5
    assert shape.lix([]) == 0


def test_a_family_that_is_hard_to_read_is_found() -> None:
    heavy = "Verksamhetens samordningsansvariga tillhandahåller information."
    texts = [Text(f"start.a{n}", "sv", (heavy,)) for n in range(30)]
    assert [finding.rule for finding in lint.hard_families(texts)] == ["LIX"]
    assert not list(lint.hard_families(texts[:3]))


def test_every_tenant_text_holds_to_the_rules() -> None:
    texts = lint.tenant_texts()
    found = [finding for text in texts for finding in lint.findings(text)] + list(lint.hard_families(texts))
    assert not found, "\n".join(map(str, found))
