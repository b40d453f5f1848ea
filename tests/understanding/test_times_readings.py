"""Times that carry a rule: which afternoon, which Friday, which of two times, and what is no time at all."""

# ruff: noqa: DTZ001 - the wall clock is naive

from __future__ import annotations

from datetime import datetime

import pytest

from bot.understanding.times import Reading, When, read_when

MONDAY = datetime(2026, 11, 23, 9, 0)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute)


def reading(text: str, now: datetime = MONDAY, lang: str = "sv") -> Reading:
    return read_when(text, now, lang)


def when(text: str, now: datetime = MONDAY, lang: str = "sv") -> When:
    found = reading(text, now, lang).when
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("torsdag kl 2", at(26, 14)),
        ("torsdag kl 6", at(26, 18)),
        ("torsdag kl 7", at(26, 7)),
        ("torsdag kl 11", at(26, 11)),
        ("torsdag kl 7 på kvällen", at(26, 19)),
        ("torsdag kl 02", at(26, 2)),
        ("efter jobbet på torsdag, alltså efter fem", at(26, 17)),
        ("etter jobb klokka sju torsdag", at(26, 19)),
        ("torsdag klokka seks om morgenen", at(26, 6)),
        ("torsdag halv tre", at(26, 14, 30)),
        ("torsdag fem i halv tre", at(26, 14, 25)),
        ("torsdag fem på halv tre", at(26, 14, 25)),
        ("torsdag fem över halv tre", at(26, 14, 35)),
        ("torsdag halv ett", at(26, 12, 30)),
    ],
)
def test_a_bare_hour_is_the_one_when_people_visit(text: str, start: datetime) -> None:
    assert when(text).start == start


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("torsdag morgon", 6, 9),
        ("torsdag formiddag", 9, 12),
        ("mitt på dagen på torsdag", 11, 13),
        ("torsdag ettermiddag", 12, 17),
        ("torsdag kväll", 17, 22),
    ],
)
def test_parts_of_the_day(text: str, first: int, last: int) -> None:
    assert when(text) == When(at(26, first), at(26, last), grain="daypart")


def test_the_night_ends_the_next_morning() -> None:
    assert when("natt til lørdag") == When(at(27, 22), at(28, 6), grain="daypart")


def test_a_point_has_no_end_and_a_day_has() -> None:
    assert when("torsdag kl 14") == When(at(26, 14), grain="hour")
    assert when("torsdag") == When(at(26), at(27), grain="day")
    assert when("nästa vecka") == When(at(30), at(7, month=12), grain="week")


def test_open_ends() -> None:
    assert when("efter tre på torsdag") == When(at(26, 15), open="after", grain="hour")
    assert when("efter lunch på torsdag") == When(at(26, 13), open="after", grain="hour")
    assert when("før tre på torsdag") == When(None, at(26, 15), open="before", grain="hour")
    assert when("senast fredag") == When(None, at(28), open="before", grain="day")
    assert when("før fredag") == When(None, at(27), open="before", grain="day")
    assert when("ikkje før ti på torsdag").start == at(26, 10)


def test_next_friday_is_two_fridays() -> None:
    found = reading("nästa fredag kl 10")
    assert found.ambiguous
    assert [each.start for each in found.readings] == [at(4, 10, month=12), at(27, 10)]
    assert found.when == found.readings[0]


def test_next_monday_said_on_a_thursday_is_one_monday() -> None:
    assert not reading("nästa måndag", at(26, 9)).ambiguous


def test_on_monday_said_on_a_monday_may_be_today() -> None:
    found = reading("på måndag kl 14")
    assert [each.start for each in found.readings] == [at(30, 14), at(23, 14)]


def test_on_monday_said_when_that_hour_has_gone_is_in_a_week() -> None:
    found = reading("på måndag kl 14", at(23, 15))
    assert found.when == When(at(30, 14), grain="hour")
    assert not found.ambiguous


def test_an_hour_that_has_gone_today_is_tomorrow() -> None:
    assert when("kl 10", at(23, 14)).start == at(24, 10)
    assert when("på förmiddagen", at(23, 14)).start == at(24, 9)


def test_an_hour_that_has_gone_on_a_named_day_stays_there() -> None:
    assert when("idag kl 10", at(23, 14)).start == at(23, 10)


def test_eight_today_said_in_the_afternoon_is_in_the_evening() -> None:
    assert when("idag kl 8", at(23, 14)).start == at(23, 20)


def test_eight_said_in_the_afternoon_may_be_tomorrow_or_this_evening() -> None:
    assert [each.start for each in reading("kl 8", at(23, 14)).readings] == [at(24, 8), at(23, 20)]


def test_tomorrow_said_in_the_small_hours_may_be_the_day_that_has_begun() -> None:
    assert [each.start for each in reading("imorgon kl 10", at(24, 1, 30)).readings] == [
        at(25, 10),
        at(24, 10),
    ]


def test_a_weekday_that_is_not_on_that_date_is_asked_about() -> None:
    found = reading("tirsdag 27. november", lang="nb")
    assert [each.start for each in found.readings] == [at(27), at(24)]


def test_a_number_after_a_weekday_may_be_a_date() -> None:
    assert [each.start for each in reading("onsdag 2").readings] == [at(25, 14), at(2, month=12)]


@pytest.mark.parametrize(
    "text", ["31 november", "31. november", "29 februari 2027", "den 32 december", "30. februar"]
)
def test_a_date_that_no_calendar_has_is_told_apart_from_no_date(text: str) -> None:
    found = reading(text)
    assert found.when is None


def test_what_was_written_of_a_date_that_does_not_exist_is_kept() -> None:
    assert reading("kan ni komma den 31 november kl 10?").impossible == ("den 31 november kl 10",)


def test_alternatives_share_what_is_said_once() -> None:
    found = reading("torsdag eller fredag kl 10")
    assert found.when == When(at(26, 10), grain="hour")
    assert found.alternatives == (When(at(27, 10), grain="hour"),)


def test_what_will_not_do_is_not_what_is_asked_for() -> None:
    found = reading("kan inte imorgon men fredag går")
    assert found.when == When(at(27), at(28), grain="day")
    assert found.excluded == (When(at(24), at(25), grain="day"),)
    assert reading("jag orkar inte imorgon").when is None


@pytest.mark.parametrize(
    "text",
    [
        "int på måndan, tisdan heller int, onsdan går",
        "mandag går ikke, tirsdag heller ikke, men onsdag",
        "måndag går inte och tisdag inte heller. onsdag då?",
        "tysdag går ikkje, torsdag heller ikkje, onsdag då?",
    ],
)
def test_what_will_not_do_either_is_not_what_is_asked_for(text: str) -> None:
    found = reading(text)
    assert found.when == When(at(25), at(26), grain="day")
    assert len(found.excluded) == 2


@pytest.mark.parametrize(
    "text",
    [
        "kan ni inte komma på torsdag?",
        "kan ikke dere komme på torsdag?",
        "går det inte på torsdag?",
        "hvorfor ikke torsdag",
        "glem ikke torsdag",
    ],
)
def test_a_polite_question_denies_nothing(text: str) -> None:
    found = reading(text)
    assert found.excluded == ()
    assert found.when is not None
    assert found.when.start == at(26)


@pytest.mark.parametrize(
    ("text", "start", "old"),
    [
        ("flytta från tisdag till torsdag kl 10", at(26, 10), at(24)),
        ("kan vi int ta dä på onsdag istället för imorra", at(25), at(24)),
        ("bytte torsdag klokka ett mot fredag klokka tre", at(27, 15), at(26, 13)),
        ("flytte fredag fra 10 til 14", at(27, 14), at(27, 10)),
        ("flytta torsdagens besök från 13 till 14", at(26, 14), at(26, 13)),
        ("kan me flytte torsdagsbesøket frå 13 til 14", at(26, 14), at(26, 13)),
        ("vi bestämde torsdag kl 13 men kan det bli fredag kl 10", at(27, 10), at(26, 13)),
        ("vi avtalte torsdag kl 13 men kan det bli fredag kl 10", at(27, 10), at(26, 13)),
        ("me har avtalt torsdag kl 13 men kan det bli fredag kl 10", at(27, 10), at(26, 13)),
        ("kan vi flytta besöket på torsdag?", None, at(26)),
        ("kan vi flytta det till torsdag?", at(26), None),
    ],
)
def test_moving_has_an_old_time_and_a_new_one(
    text: str, start: datetime | None, old: datetime | None
) -> None:
    found = when(text)
    assert (found.start, found.old) == (start, old)


def test_moving_house_moves_no_visit() -> None:
    assert when("jag ska flytta ut på torsdag").start == at(26)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("varje torsdag", "FREQ=WEEKLY;BYDAY=TH"),
        ("kvar torsdag", "FREQ=WEEKLY;BYDAY=TH"),
        ("annenhver uke", "FREQ=WEEKLY;INTERVAL=2"),
        ("varannan tisdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("på hverdager", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("kvar morgon", "FREQ=DAILY"),
        ("en gång i veckan", "FREQ=WEEKLY"),
        ("första måndagen i månaden", "FREQ=MONTHLY;BYDAY=1MO"),
        ("den 25 varje månad", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ],
)
def test_rhythms(text: str, rule: str) -> None:
    assert when(text, lang="nn" if "kvar" in text else "sv").recurrence == rule


def test_kvar_is_left_in_swedish() -> None:
    assert when("är besöket kvar torsdag", lang="sv").recurrence is None


def test_ni_is_nine_in_norwegian_and_you_in_swedish() -> None:
    assert when("før ni på torsdag", lang="nb").end == at(26, 9)
    assert when("innan ni går på torsdag", lang="sv").end != at(26, 9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "min restaurang",
        "jag har två barn och tre rum",
        "ring 070-123 45 67",
        "det kostar 200 kr",
        "mjölken kostar 18.2",
        "betalte 18.50 for en kaffe",
        "tek 1/2 tablett",
        "jag bor på Storgatan 14",
        "buss 4 går inte",
        "112",
        "halva hyran",
        "en gång till",
        "hela tiden",
        "ha en bra dag",
        "god morgon",
        "takk for i dag",
        "jeg tør ikke",
        "man må ha tålmodighet",
        "jeg vil være i fred",
        "kven er du",
        "hallå där",
        "lampan i hallen är trasig",
        "tack för att ni finns",
        "mars är en planet",
    ],
)
def test_words_that_only_look_like_times(text: str) -> None:
    assert reading(text).when is None


def test_feasts_by_name() -> None:
    assert when("julafton").start == at(24, month=12)
    assert when("dagen före julafton").start == at(23, month=12)
    assert when("midsommarafton").start == datetime(2027, 6, 25)
    assert when("andre pinsedag", lang="nb").start == datetime(2027, 5, 17)


@pytest.mark.parametrize(
    ("text", "lang", "start"),
    [
        ("för tre dagar sedan", "sv", at(20)),
        ("for en time siden", "nb", at(23, 8)),
        ("i fjol", "sv", datetime(2025, 1, 1)),
        ("siden fredag", "nb", at(20)),
        ("igår kväll", "sv", at(22, 17)),
        ("förra veckan", "sv", at(16)),
        ("de siste to ukene", "nb", at(9)),
        ("lørdag 5. september", "nb", datetime(2026, 9, 5)),
    ],
)
def test_what_was_is_read_as_past(text: str, lang: str, start: datetime) -> None:
    assert when(text, lang=lang).start == start


def test_what_is_to_come_is_asked_for_rather_than_what_was() -> None:
    assert when("dere skulle kommet for to dager siden, kan dere komme på torsdag?", lang="nb").start == at(
        26
    )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("nästa kvartal", datetime(2027, 1, 1), datetime(2027, 4, 1)),
        ("våren 2027", datetime(2027, 3, 1), datetime(2027, 6, 1)),
        ("i slutten av måneden", at(21), at(1, month=12)),
        ("sista dagen i oktober", datetime(2027, 10, 31), datetime(2027, 11, 1)),
        ("nest siste fredag i november", at(20), at(21)),
        ("måndagen efter påsk", datetime(2027, 4, 5), datetime(2027, 4, 6)),
        ("de kommande tre dagarna", at(24), at(27)),
        ("fra fredag klokka 15 til søndag klokka 18", at(27, 15), at(29, 18)),
        ("mellom 1. og 5. desember", at(1, month=12), at(6, month=12)),
        ("nästa vecka, gärna på förmiddagen", at(30), at(7, month=12)),
    ],
)
def test_longer_times(text: str, start: datetime, end: datetime) -> None:
    found = when(text)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("torsdag hlav tre", at(26, 14, 30)),
        ("kavrt över två på torsdag", at(26, 14, 15)),
        ("feradg kl 3", at(27, 15)),
        ("onsdsg kl 9", at(25, 9)),
        ("i mrogon kl 10", at(24, 10)),
        ("nästa vekca", at(30)),
        ("torsdag eftr kl 3", at(26, 15)),
    ],
)
def test_a_slip_is_read_by_what_stands_beside_it(text: str, start: datetime) -> None:
    assert when(text).start == start


@pytest.mark.parametrize(
    "text", ["kan vi gå igenom räkningarna", "det ligger i korgen", "eg skal kvile no", "ledig fridag"]
)
def test_a_word_of_its_own_is_no_slip(text: str) -> None:
    assert reading(text).when is None


def test_over_tomorrow_is_the_day_after_unless_a_verb_takes_it() -> None:
    assert when("över imorgon kl 10").start == at(25, 10)
    assert when("kom över imorgon kl 10").start == at(24, 10)


def test_who_wakes_up_does_so_in_the_morning() -> None:
    assert when("väck mig klockan sex imorgon").start == at(24, 6)
    assert when("kom klockan sex imorgon").start == at(24, 18)


def test_the_day_after_is_counted_from_the_day_named_before_it() -> None:
    found = reading("torsdag går inte men dagen efter funkar")
    assert found.when == When(at(27), at(28), grain="day")
    assert reading("dagen efter").when is None


def test_people_at_the_table_are_no_hour() -> None:
    assert when("et bord for to i kveld klokka sju", lang="nb").start == at(23, 19)


@pytest.mark.parametrize(
    "text", ["Rektoren er født i 1971", "musikk fra 80-tallet", "kampen endte 12 mot 8", "E6 er stengt"]
)
def test_history_and_scores_are_no_times(text: str) -> None:
    assert reading(text, lang="nb").when is None


def test_spans_point_at_the_words() -> None:
    text = "hej, kan ni komma på torsdag efter lunch?"
    assert [text[start:end] for start, end in reading(text).spans] == ["torsdag efter lunch"]


def test_letters_with_loose_dots_are_read() -> None:
    assert when("lo\u0308rdag fo\u0308rmiddag").start == at(28, 9)


def test_json_has_the_shape_of_the_command() -> None:
    assert when("flytta från tisdag till torsdag kl 10").to_json() == {
        "start": "2026-11-26T10:00",
        "end": None,
        "open": None,
        "grain": "hour",
        "recurrence": None,
        "old": {"start": "2026-11-24T00:00"},
    }


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("hun ringte meg på torsdag", at(19, 0)),
        ("eg venta på fredag, men ingen kom", at(20, 0)),
        ("han kom hem sent i onsdags kväll", at(18, 17)),
        ("de sa at hun kom på torsdag", at(26, 0)),
        ("27/11 kvart i tre", at(27, 14, 45)),
    ],
)
def test_what_was_told_of_lies_behind(text: str, start: datetime) -> None:
    assert when(text).start == start


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("var fjortonde dag", "FREQ=WEEKLY;INTERVAL=2"),
        ("alla dagar utom onsdag", "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR,SA,SU"),
        ("alle hverdager unntatt fredag", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
        ("hver dag, men ikke søndager", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"),
        ("hver 14. dag på onsdager", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("en gång i kvartalet", "FREQ=MONTHLY;INTERVAL=3"),
        ("to besøk i uka hadde vært bra, mandag og onsdag", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("tre gonger i veka: måndag, onsdag og fredag", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ],
)
def test_rhythms_with_their_days(text: str, rule: str) -> None:
    assert when(text).recurrence == rule


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("flytta det på torsdag kl 14 till fredag samma tid", "sv"),
        ("torsdag klokken 14 passer ikke, hva med fredag, samme tid", "nb"),
        ("kan vi flytte torsdag klokka 14 til fredag same tid", "nn"),
    ],
)
def test_the_same_time_is_the_hour_of_the_other_day(text: str, lang: str) -> None:
    assert when(text, lang=lang).start == at(27, 14)


def test_the_day_before_a_day_that_is_some_days_on() -> None:
    assert when("om fem dager reiser jeg, så kom dagen før det, klokka 12", lang="nb").start == at(27, 12)


def test_from_one_weekday_to_another_every_day() -> None:
    found = when("mandag til fredag klokka ni, hver dag", at(26, 20), "nb")
    assert (found.start, found.recurrence) == (at(27, 9), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    assert when("fredag till måndag varje dag kl 9").recurrence == "FREQ=WEEKLY;BYDAY=MO,FR,SA,SU"


def test_a_date_beside_a_long_feast_is_that_date() -> None:
    assert when("på nyåret, fredag 8. januar klokka 11", lang="nn").start == datetime(2027, 1, 8, 11, 0)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("passar inte imorgon, hellre fredag kl 10", "sv"),
        ("passer dårlig i morgen, fredag kl 10 er bedre", "nb"),
        ("passar ikkje i morgon, fredag klokka ti", "nn"),
    ],
)
def test_a_day_that_is_refused_is_not_the_one_that_is_offered_for_it(text: str, lang: str) -> None:
    found = reading(text, lang=lang)
    assert found.when is not None and found.when.start == at(27, 10)
    assert [each.start for each in found.excluded] == [at(24)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("tiden på tisdag kl 9 måste bli torsdag kl 13", "sv"),
        ("timen tirsdag kl 9 må bli torsdag kl 13", "nb"),
        ("timen tysdag klokka 9 må verte torsdag klokka 13", "nn"),
    ],
)
def test_a_visit_that_must_become_another_is_moved(text: str, lang: str) -> None:
    found = when(text, lang=lang)
    assert (found.start, found.old) == (at(26, 13), at(24, 9))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("jag har tandläkaren kl 9 på fredag så ni får komma efter halv tolv", "sv"),
        ("har time hos tannlegen kl 9 på fredag så dere må komme etter halv tolv den dagen", "nb"),
        ("eg har tannlegen klokka 9 fredag så de må koma etter halv tolv", "nn"),
    ],
)
def test_what_follows_from_another_appointment_is_asked_for(text: str, lang: str) -> None:
    found = reading(text, lang=lang)
    assert found.when is not None
    assert (found.when.start, found.when.open, found.alternatives) == (at(27, 11, 30), "after", ())


def test_what_the_tenant_does_after_the_visit_is_not_asked_for() -> None:
    assert when("kom kl 9 på fredag så hinner jag till bussen kl 11").start == at(27, 9)


def test_a_sunday_only_tells_more_of_the_date_beside_it() -> None:
    assert when("7. mars klokka tolv, går det an på en søndag?", lang="nb").start == datetime(2027, 3, 7, 12)


@pytest.mark.parametrize(
    ("text", "lang", "start"),
    [
        ("tisdag kl 10 jämna veckor", "sv", at(24, 10)),
        ("udda veckor på tisdagar kl 10", "sv", at(1, 10, month=12)),
        ("partallsuker på tirsdager klokka ti", "nb", at(24, 10)),
        ("oddetalsveker, tysdag klokka ti", "nn", at(1, 10, month=12)),
    ],
)
def test_every_other_week_by_its_number(text: str, lang: str, start: datetime) -> None:
    found = when(text, lang=lang)
    assert (found.start, found.recurrence) == (start, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("fredag kl 15 om det inte är för sent", "sv"),
        ("fredag kl 15 hvis det ikke krasjer med noe", "nb"),
        ("fredag klokka 15 om det ikkje er for seint", "nn"),
    ],
)
def test_a_polite_condition_refuses_nothing(text: str, lang: str) -> None:
    found = reading(text, lang=lang)
    assert found.when is not None
    assert (found.when.start, found.excluded) == (at(27, 15), ())


def test_a_condition_refuses_the_day_that_it_names() -> None:
    assert when("om torsdag inte går, fredag").start == at(27)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("den här veckan är full men nästa går", "sv"),
        ("denne uka går ikke, neste passer", "nb"),
        ("ikkje denne veka, men neste", "nn"),
    ],
)
def test_the_next_one_is_the_week_after_the_one_named(text: str, lang: str) -> None:
    assert when(text, lang=lang).start == at(30)


def test_eleven_falls_together_with_its_ending_in_swedish() -> None:
    assert when("fredag vid elvatiden").start == when("fredag elvasnåret").start == at(27, 11)
    assert reading("bader i elva", lang="nb").when is None
