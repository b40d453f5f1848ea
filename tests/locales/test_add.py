"""Adding texts: all or nothing, sorted, by several people at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from locales import add, catalogue

GOOD = {"sv": "Hej {name}", "nb": "Hei {name}", "nn": "Hei {name}"}
PLURAL = {"sv": ["ett", "{n} sv"], "nb": ["ett", "{n} nb"], "nn": ["eitt", "{n} nn"]}


def forms(home: Path, language: str) -> dict[str, catalogue.Forms]:
    return catalogue.keys_of(catalogue.read(catalogue.words_file(language, home), language))


def classes(home: Path) -> dict[str, catalogue.TextClass]:
    return catalogue.classes_of(catalogue.read(catalogue.template(home)))


def test_a_text_is_taken_into_all_four_files(home: Path) -> None:
    add.add({"zz.hello": GOOD, "zz.count": PLURAL}, home)
    assert forms(home, "nn")["zz.hello"] == ("Hei {name}",)
    assert forms(home, "nb")["zz.count"] == ("ett", "{n} nb")
    assert classes(home)["zz.count"] == "personal"


def test_a_key_that_exists_is_overwritten_and_keeps_its_class(home: Path) -> None:
    add.add({"zz.hello": {**GOOD, "class": "sensitive"}, "zz.count": PLURAL}, home)
    add.add({"zz.hello": {**GOOD, "sv": "Hejsan {name}"}, "zz.count": GOOD}, home)
    assert forms(home, "sv")["zz.hello"] == ("Hejsan {name}",)
    assert forms(home, "sv")["zz.count"] == ("Hej {name}",)
    assert classes(home)["zz.hello"] == "sensitive"


def test_what_staff_read_has_no_class(home: Path) -> None:
    add.add({"inbox.hello": GOOD}, home)
    assert "inbox.hello" not in classes(home)


def test_keys_are_sorted_and_a_second_writing_changes_nothing(home: Path) -> None:
    add.add({"zz.b": GOOD, "aa.b": GOOD, "mm.count": PLURAL}, home)
    assert list(forms(home, "sv")) == sorted(forms(home, "sv"))
    before = catalogue.words_file("sv", home).read_bytes()
    add.add({"zz.b": GOOD}, home)
    assert catalogue.words_file("sv", home).read_bytes() == before


def test_lines_quotes_and_backslashes_survive(home: Path) -> None:
    text = 'En "rad".\nOch \\ en\ttill.'
    add.add({"zz.odd": dict.fromkeys(("sv", "nb", "nn"), text)}, home)
    assert forms(home, "sv")["zz.odd"] == (text,)


@pytest.mark.parametrize(
    ("key", "entry", "says"),
    [
        ("zz.a", {"sv": "a", "nb": "b"}, "zz.a: missing nn"),
        ("zz.a", {"sv": "a", "nb": "b", "nn": ""}, "missing nn"),
        ("zz.a", {**GOOD, "nb": "Hei"}, "different values: sv ['name'], nb []"),
        ("zz.a", {**GOOD, "class": "secret"}, "class is one of"),
        ("zz.a", {**GOOD, "en": "Hi"}, "does not know en"),
        ("zz.a", {**PLURAL, "nn": "{n} nn"}, "every language needs"),
        ("zz.a", {**PLURAL, "nn": ["", "{n} nn"]}, "every language needs"),
        ("zz.a", {**GOOD, "sv": "Hej {name:sometime}"}, "cannot be filled"),
        ("zz.a", {**GOOD, "sv": "Hej {name"}, "zz.a: "),
        ("Hello", GOOD, "a key is"),
        ("zz.Hello", GOOD, "a key is"),
    ],
)
def test_a_text_that_is_not_whole_is_refused_and_nothing_is_written(
    home: Path, key: str, entry: dict[str, str | list[str]], says: str
) -> None:
    with pytest.raises(add.RefusedError) as refused:
        add.add({"zz.first": GOOD, key: entry}, home)
    assert says in str(refused.value)
    assert "zz.first" not in forms(home, "sv")


def test_remove_takes_a_text_out_of_all_files(home: Path) -> None:
    add.add({"zz.count": PLURAL}, home)
    add.remove(["zz.count"], home)
    assert "zz.count" not in forms(home, "sv")
    assert "zz.count" not in classes(home)
    with pytest.raises(add.RefusedError, match="no such text"):
        add.remove(["zz.count"], home)


def test_several_people_add_at_once_and_nothing_is_lost(home: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from locales import add\n"
        "for i in range(5):\n"
        "    add.add({f'zz.p{sys.argv[1]}.t{i}': dict.fromkeys(('sv','nb','nn'), 'a')}, Path(sys.argv[2]))"
    )
    people = [subprocess.Popen([sys.executable, "-c", program, str(who), str(home)]) for who in range(4)]
    assert [person.wait() for person in people] == [0] * 4
    assert sum(key.startswith("zz.p") for key in forms(home, "nn")) == 20
    assert sum(key.startswith("zz.p") for key in classes(home)) == 20
    assert not list(home.rglob("tmp*"))


def test_the_command_says_what_is_wrong_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "texts.json"
    file.write_text(json.dumps({"zz.a": {"sv": "a"}}))
    assert add.main([str(file)]) == 2
    assert capsys.readouterr().err == "zz.a: missing nb, nn\n"
    assert add.main([str(tmp_path / "none.json")]) == 2
