"""What a message wants: the examples in the data files, look-alikes, and that nothing makes the reader fail or slow."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.intents import INTENTS, look_up, read_intents, read_wants
from bot.understanding.intents.asked import asked, done_to_another
from bot.understanding.intents.evidence import allowed, unquoted
from bot.understanding.intents.kinds import LANGUAGES, READ_ELSEWHERE, files
from bot.understanding.intents.lexicon import Message, Sign
from bot.understanding.intents.urgent import is_urgent
from bot.understanding.reading import says_nothing, understand
from scripts.slips import slipped

NOW = datetime.fromisoformat("2026-11-23T09:00")
EXAMPLES = [
    (intent, text)
    for file in files()[1:]
    for intent, texts in file["examples"].items()
    for text in texts
    if intent not in READ_ELSEWHERE
]
HOSTILE = (
    "kan ni " * 1400,
    "inte avboka " * 800,
    "och " * 2500,
    "a" * 10_000,
    "å, " * 3_000,
    "avbokaavboka" * 800,
    "." * 10_000,
    "👍" * 10_000,
    "ﷺ" * 10_000,
    "\x00\x1b[31m" * 1500,
    "tack. " * 1600,
)


def wants(text: str) -> tuple[str, ...]:
    """What is read."""
    return read_wants(look_up(text)).intents


def test_every_intent_is_defined_and_has_three_examples_in_each_language() -> None:
    shared, *languages = files()
    assert tuple(shared["about"]) == INTENTS
    assert len(languages) == len(LANGUAGES)
    for file in languages:
        assert set(file["examples"]) == set(INTENTS)
        assert all(len(set(texts)) >= 3 for texts in file["examples"].values())


@pytest.mark.parametrize(("intent", "text"), EXAMPLES)
def test_the_examples_are_read_as_what_they_are(intent: str, text: str) -> None:
    assert wants(text)[0] == intent


def test_all_files_hold_the_same_kinds_of_words() -> None:
    _, first, *others = files()
    for file in others:
        assert set(file["slots"]) == set(first["slots"])


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("jag hoppar av filmkvällen", "cancel_visit"),
        ("jeg melder meg av fisketuren", "cancel_visit"),
        ("avboka tvättstugan", "cancel_visit"),
        ("eg må avbestille legetimen", "cancel_visit"),
        ("soc ställde in mötet", "cancel_visit"),
        ("jag vill inte avboka", "cancel_visit"),
        ("jeg vil ikke avlyse", "cancel_visit"),
        ("radera fönsterputsen ur listan", "delete_data"),
        ("slett oppvasken fra lista", "delete_data"),
        ("fjern klesvask frå planen", "delete_data"),
        ("ta inte bort mina uppgifter", "delete_data"),
        ("jag ska flytta ihop med min flickvän", "move_visit"),
        ("naboen skal flytte ut", "move_visit"),
        ("kan ein flytte sofaen", "move_visit"),
        ("det är stopp i avloppet", "pause_reminders"),
        ("heisen har stoppa igjen", "pause_reminders"),
        ("naboen snakker engelsk", "change_language"),
        ("min kompis kan inte komma på fredag", "cancel_visit"),
        ("varför avbokade ni mitt besök", "cancel_visit"),
        ("legen min har avlyst i morgen", "cancel_visit"),
        ("hva skjer hvis jeg avlyser", "cancel_visit"),
        ("eg vil ikkje flytte besøket", "move_visit"),
        ("det passer ikke nå, vi snakkes senere", "move_visit"),
        ("jag vill inte att ni raderar något", "delete_data"),
        ("hvordan sletter man en konto på snapchat", "delete_data"),
        ("send meg opplysningane mine", "delete_data"),
        ("inkasso skickar påminnelser hela tiden", "pause_reminders"),
        ("ikke skru av påminnelsene", "pause_reminders"),
        ("stryk mig inte från bowlingen", "activity_signoff"),
        ("venen min kan ikkje vere med på fisketuren", "activity_signoff"),
        ("jag läser svenska på sfi", "change_language"),
        ("regn igen", "resume_reminders"),
        ("skru ned på påminnelsene", "resume_reminders"),
        ("ikke send journalen min til noen", "data_export"),
        ("kan man avboka hur sent som helst", "cancel_visit"),
        ("sotaren kommer inte på torsdag", "cancel_visit"),
        ("feieren kommer ikke på torsdag", "cancel_visit"),
        ("det kan hende jeg må avlyse", "cancel_visit"),
        ('han sa "avboka besöket" men jag vet inte varför', "cancel_visit"),
        ("i fjor flytta de alle timane", "move_visit"),
        ("vem bestämmer vad som raderas", "delete_data"),
        ("på telefonen står det slett alt, tør ikke trykke", "delete_data"),
        ("jag tar en paus från skolan", "pause_reminders"),
        ("pausa serien, jag måste på toa", "pause_reminders"),
        ("pratar Lisa engelska", "change_language"),
        ("kva heiter kjøleskap på svensk", "change_language"),
        ("stryk meg ikke fra turen", "activity_signoff"),
        ("jag bytte dag sist", "move_visit"),
        ("kan du engelsk òg", "change_language"),
        ("dama og jeg tar en pause", "pause_reminders"),
        ("i fjor var eg med på kanoturen", "activity_signup"),
        ("när är maten klar", "task_done"),
        ("okej så du menar att de höjer hyran", "confirm_visit"),
        ("nå er heisen i gang igjen", "resume_reminders"),
        ("banken vil ha kopi av passet mitt", "data_export"),
        ("jeg vil ikke at du stryker torsdagen", "cancel_visit"),
        ("mamma säger avboka bara", "cancel_visit"),
        ("kan man avboka samma dag utan att nån blir sur", "cancel_visit"),
        ("Gudrun er ikke hjemme på fredag", "cancel_visit"),
        ("får alla samma påminnelser", "pause_reminders"),
        ("la påminnelsene stå på", "pause_reminders"),
        ("är påminnelserna på?", "resume_reminders"),
        ("vaktmästaren har fixat låset", "task_done"),
        ("naboen gjorde trappa i dag", "task_done"),
        ("får kompisen min følge med på fisket", "activity_signup"),
        ("jag är lite tveksam till bingon", "activity_signup"),
        ("det stod svara ja för att bekräfta", "confirm_visit"),
        ("jeg snakker både norsk og svensk", "change_language"),
        ("om jag nån gång vill sluta, raderas allt då", "delete_data"),
        ("er heisen ferdig reparert nå?", "task_done"),
        ("jag ska diska sen", "task_done"),
        ("har duschat till hälften", "task_done"),
        ("ja det passer bra i genseren, størrelse L", "confirm_visit"),
        ("er det noen som vil bli med meg på kino", "activity_signup"),
        ("eg er påmeldt turen, ser eg. kven andre er med?", "activity_signup"),
        ("er påminnelsene mine på?", "resume_reminders"),
        ("hon sa att hon inte kan på torsdag", "cancel_visit"),
        ("hadde det vært 1. april hadde jeg skrevet slett meg", "delete_data"),
        ("eg drøymer på svensk", "change_language"),
        ("byt inte språk på mig, svenskan är bra", "change_language"),
        ("ikke rør påminnelsene mine", "pause_reminders"),
        ("dere kom ikke i dag", "cancel_visit"),
        ("jeg har ingen besøk denne uka, kan dere komme?", "cancel_visit"),
        ("kan jag ändra det senare om det inte passar?", "move_visit"),
        ("kan e bytte kem som kjem utan å bytte dag", "move_visit"),
        ("fredag funka trur e, spør sjefen fyrst", "confirm_visit"),
        ("är inte säker på att torsdag går", "confirm_visit"),
        ("den tida høver ikkje", "confirm_visit"),
        ("utan påminnelserna hade jag glömt allt", "pause_reminders"),
        ("påminnelserna gick igång igen i fredags", "resume_reminders"),
        ("har vaska den eine halva", "task_done"),
        ("igår prata jag med en trevlig människa", "talk_to_human"),
        ("dotter mi har som mål å bli jordmor", "add_goal"),
    ],
)
def test_nothing_is_done_on_a_look_alike(text: str, never: str) -> None:
    message = look_up(text)
    assert never not in wants(text)
    assert not (allowed(never, message) and asked(never, message)) or not allowed(
        never, look_up(unquoted(text))
    )


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("🗑️ alt dere har om meg", "delete_data"),
        ("🔕 til mandag", "pause_reminders"),
        ("🇸🇪 tack", "change_language"),
        ("📞 meg i dag", "talk_to_human"),
        ("disken ✅", "task_done"),
    ],
)
def test_signs_are_read_as_words(text: str, intent: str) -> None:
    assert wants(text)[0] == intent


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("avboka onsdag. nej vänta, låt det stå", "cancel_visit"),
        ("du kan avlyse i morgen … nei glem det, kom likevel", "cancel_visit"),
        ("flytt det til fredag. eller nei, la det stå", "move_visit"),
        ("skru av påminnelsene – nei forresten, ikke gjør det likevel", "pause_reminders"),
        ("ikkje send fleire påminningar, eg angrar med ein gong", "pause_reminders"),
        ("byt till engelska. nej förresten, strunta i det", "change_language"),
        ("slett alt. jk", "delete_data"),
        ("meld meg på bingo. eller nei, drit i det", "activity_signup"),
        ("jag går och funderar på att avboka torsdag", "cancel_visit"),
        ("drømte at dere flyttet timen min til juleaften", "move_visit"),
        ("avboka fredag. nvm", "cancel_visit"),
        ("avlys torsdag, nei du, eg så feil", "cancel_visit"),
        ("ställ in torsdag, äh strunt i va ja sa, kom ni", "cancel_visit"),
    ],
)
def test_what_is_taken_back_or_only_weighed_is_not_done(text: str, never: str) -> None:
    assert never not in wants(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("avlys naturlovene", "cancel_visit"),
        ("jag vill ha svensk snus", "change_language"),
        ("jeg vil ha norsk mat", "change_language"),
        ("slett tapeten i stova", "delete_data"),
        ("pausa vintern kan du göra", "pause_reminders"),
    ],
)
def test_a_verb_is_done_to_what_stands_right_after_it(text: str, never: str) -> None:
    assert done_to_another(never, look_up(text))
    assert never not in wants(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("avboka den där tiden på torsdag", "cancel_visit"),
        ("slett brukeren min", "delete_data"),
        ("vill ha svensk text", "change_language"),
        ("avboka frissan nej men besöket på fredag kan ni avboka", "cancel_visit"),
    ],
)
def test_a_verb_may_be_done_to_what_it_can_be_done_to(text: str, intent: str) -> None:
    assert not done_to_another(intent, look_up(text))


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Rosenborg spelar måndag i staden for sundag", False),
        ("jeg dusjer heller om kvelden enn om morgenen", False),
        ("bandet måtte øve torsdag i stedet for tirsdag", False),
        ("fredag i stället", True),
        ("kan de heller kome fredag", True),
        ("har tannlege torsdag, fredag i stedet", True),
    ],
)
def test_what_is_only_compared_is_not_moved(text: str, heard: bool) -> None:
    assert asked("move_visit", look_up(text)) is heard


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("ni behöver inte ringa innan ni kommer imorgon", "cancel_visit"),
        ("ikkje kom inn med skitne sko torsdag", "cancel_visit"),
        ("ikke glem onsdagen!", "cancel_visit"),
        ("har eg betalt husleiga, tru", "task_done"),
        ("har tandläkaren ringt er?", "task_done"),
        ("golvet er lagt av svogeren", "task_done"),
        ("vill du vara med på en kopp till", "activity_signup"),
        ("pausen er over i kampen", "resume_reminders"),
        ("ikke ring meg i kveld", "talk_to_human"),
    ],
)
def test_what_is_denied_of_another_verb_or_told_of_others_is_not_done(text: str, never: str) -> None:
    assert never not in wants(text)


def test_a_wish_at_the_end_of_a_long_story_is_heard() -> None:
    story = (
        "Sonen min kom heim frå båten i går med ein sekk full av torsk, og katten har ikkje gått frå kjøkenet sidan. "
        "Kan de flytte besøket til fredag?"
    )
    assert wants(story)[0] == "move_visit"


def test_nothing_is_picked_out_of_a_story_that_may_be_danger() -> None:
    story = (
        "jeg har vasket ut av leiligheten, fisken er hos nevøen, brevet ligger på bordet og i natt er det slutt på "
        "livet mitt, så avlys besøket på torsdag"
    )
    assert wants(story) == ("other",)


def test_a_second_sentence_that_calls_off_is_heard_beside_a_complaint() -> None:
    assert set(wants("ingen kom i går. avboka onsdag också")) == {"complaint", "cancel_visit"}


def test_what_is_said_anew_counts() -> None:
    assert wants("flytta torsdagen. nej vänta, avboka besöket")[0] == "cancel_visit"
    assert wants("nei vent, avlys besøket på onsdag")[0] == "cancel_visit"


def test_what_lacks_its_evidence_is_asked_about() -> None:
    found = read_wants(look_up("jag går och funderar på att avboka torsdag"))
    assert found.intents == ("other",)
    assert "cancel_visit" in found.asks


def test_a_row_may_ask_for_the_beginning_of_a_clause() -> None:
    asks = Sign("asks", "task_done")
    assert asks in look_up("er det ferdig").signs
    assert asks in look_up("hei, er det ferdig").signs
    assert asks not in look_up("nå er det ferdig").signs


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("besöket på torsdag måste jag tyvärr avboka", "cancel_visit"),
        ("hei du, kan dere flytte timen min til fredag", "move_visit"),
        ("hvordan sletter jeg opplysningene mine", "delete_data"),
    ],
)
def test_who_asks_for_an_action_is_heard(text: str, intent: str) -> None:
    assert allowed(intent, look_up(text))
    assert asked(intent, look_up(text))


def test_what_comes_near_is_asked_about() -> None:
    for text in ("kan vi ta det ansikt til ansikt, kanskje fredag", "torsdag passar bättre"):
        found = read_wants(look_up(text))
        assert len(found.intents) == 1
        assert found.asks[:1] in ((), found.intents)
    assert read_wants(look_up("avboka besöket")).asks == ()


def test_words_that_say_nothing() -> None:
    assert says_nothing("bussen luktade konstigt", NOW, "sv")
    assert not says_nothing("på fredag", NOW, "sv")
    assert not says_nothing("kan ni ringa mig", NOW, "sv")


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("tack, och kan ni ringa mig?", {"thanks", "talk_to_human"}),
        ("klesvasken er unna, ka mer står på lista mi", {"task_done", "show_plan"}),
        ("kan inte va med på filmen men kan ni komma på fredag", {"activity_signoff", "book_visit"}),
        ("eg tek oppvasken sjølv men treng hjelp med rekningane", {"add_task_self", "add_support_need"}),
        ("avboka tisdag. och vilka tider har jag annars", {"cancel_visit", "list_visits"}),
        ("send meg alt dere har om meg og slett det etterpå", {"data_export", "delete_data"}),
        ("stryk onsdagen. jag vill ha en ny tid i december", {"cancel_visit", "book_visit"}),
    ],
)
def test_one_message_may_carry_two_wishes(text: str, both: set[str]) -> None:
    assert set(wants(text)) == both


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("det läcker vatten i köket", True),
        ("jeg er låst ute", True),
        ("namsmannen står utanfor døra", True),
        ("ring mig genast", True),
        ("det är inte bråttom", False),
        ("det haster ikke", False),
        ("kan ni komma på fredag", False),
    ],
)
def test_what_hurries(text: str, urgent: bool) -> None:
    assert is_urgent(look_up(text)) is urgent


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("kan inte imorgon", "2026-11-24T00:00"),
        ("jeg kan ikke på torsdag", "2026-11-26T00:00"),
        ("inte torsdag men fredag går", "2026-11-27T00:00"),
    ],
)
def test_a_called_off_visit_has_the_day_that_will_not_do(text: str, start: str) -> None:
    found = understand(text, NOW, "sv")
    assert found.when is not None
    assert found.when.start == datetime.fromisoformat(start)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("påtorsdag", "pa torsdag"),
        ("visaminplan", "visa min plan"),
        ("flytttil fredag", "flyt til fredag"),
        ("närkommer ni", "nar komer ni"),
        ("fisketuren", "fisketuren"),
        ("flyttdag", "flytdag"),
        ("kommunen", "komunen"),
    ],
)
def test_what_was_run_together_is_taken_apart(text: str, apart: str) -> None:
    assert " ".join(word.text for word in look_up(text).words) == apart


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can we reschedule till fredag", "move_visit"),
        ("I have to cancel i morgen, er syk", "cancel_visit"),
        ("can someone call me", "talk_to_human"),
        ("count me out, bowlingen", "activity_signoff"),
        ("unmute meg", "resume_reminders"),
    ],
)
def test_english_words_are_read_too(text: str, intent: str) -> None:
    assert wants(text)[0] == intent


def test_the_same_sentence_gets_the_same_slips() -> None:
    text = "kan ni flytta besöket till fredag"
    assert slipped(text) == slipped(text)
    assert any(slipped(each) != each for _, each in EXAMPLES)


def test_danger_comes_first() -> None:
    found = understand("jag vill dö, kan ni ringa mig", NOW, "sv")
    assert found.danger
    assert found.intents == ("crisis",)
    assert "talk_to_human" in found.asks


def test_danger_stands_alone() -> None:
    found = understand("avboka torsdag, jag hoppar från bron i kväll", NOW, "sv")
    assert found.intents == ("crisis",)


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "12", "مرحبا", "\x00", "\ud83d"])
def test_what_nobody_can_read_goes_to_the_team(text: str) -> None:
    assert wants(text) == ("other",)


def test_the_same_words_in_capitals_and_badly_typed() -> None:
    for text in (
        "AVBOKA BESÖKET",
        "avboka besöket!!!",
        "avvboka  besöket",
        "avboka besoket",
        "avbka besöket",
    ):
        assert wants(text)[0] == "cancel_visit", text


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_gets_an_answer(text: str) -> None:
    found = understand(text, NOW, "nb")
    assert found.intents
    assert set(found.intents) | set(found.asks[:0]) <= set(INTENTS)


@given(st.lists(st.sampled_from([text for _, text in EXAMPLES]), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_certainties_are_shares(texts: list[str]) -> None:
    message: Message = look_up(". ".join(texts))
    assert all(0 <= certainty <= 1 for _, certainty in read_intents(message))
    assert len(read_wants(message).intents) <= 2


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_time_is_bounded(text: str) -> None:
    wants("hej")
    started = time.process_time()
    wants(text)
    assert time.process_time() - started < 2.0
