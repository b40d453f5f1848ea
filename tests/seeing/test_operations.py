"""The files for operating: rules and dashboard name metrics that exist and runbooks that are there; unit and container
name paths, settings and commands that are there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot import gauges, metrics, queues, settings, signs
from bot.__main__ import COMMANDS
from storage import trouble

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "operations"
FROM_PROMETHEUS = {"up"}
OURS = re.compile(r"\b((?:bofast|process)_\w+|up)\b(?=\s*[\{\[\)=><]|\s*$)")
"""A metric's name in an expression: before its labels, a range, a comparison or the end."""
SELECTOR = re.compile(r"(\w+)\{([^}]*)\}")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')


@cache
def shown() -> dict[str, dict[str, set[str]]]:
    """Every sample that `/metrics` can show, with its labels and the values they can have."""
    queue = queues.Queues(
        rows={(queue, state): 0 for queue, states in queues.STATES.items() for state in states},
        oldest=dict.fromkeys(queues.STATES, 0.0),
        alerts=dict.fromkeys(queues.ALERTS, 0),
        untaken=dict.fromkeys(queues.ALERTS, 0.0),
        unreachable=0,
        signs={signs.INTAKE: 0.0, signs.SCHEDULER: 0.0},
        backup_age=0.0,
    )
    looked = gauges.Looked("ok", queue, 0.0, "sqlite", ROOT)
    text = generate_latest(metrics.REGISTRY).decode() + generate_latest(looked).decode()
    found: dict[str, dict[str, set[str]]] = {"up": {}}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = found.setdefault(sample.name, {})
            for label, value in sample.labels.items():
                labels.setdefault(label, set()).add(value)
    return found


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    return found


def panels() -> list[dict[str, Any]]:
    return [each for each in dashboard()["panels"] if each["type"] != "row"]


def expressions() -> list[str]:
    return [rule["expr"] for rule in rules()] + [
        target["expr"] for panel in panels() for target in panel["targets"]
    ]


def wrong_names(expression: str) -> list[str]:
    """Names, labels and values in an expression that no metric has."""
    wrong = [name for name in OURS.findall(expression) if name not in shown()]
    for name, matchers in SELECTOR.findall(expression):
        labels = shown().get(name, {})
        for label, how, value in MATCHER.findall(matchers):
            if label in ("job", "instance"):
                continue
            if label not in labels:
                wrong.append(f"{name} has no label {label}")
            elif "~" not in how and value not in labels[label]:
                wrong.append(f"{name} is never {label}={value}")
            elif "~" in how and not all(
                any(re.fullmatch(part, each) for each in labels[label]) for part in value.split("|")
            ):
                wrong.append(f"{name} is never {label}{how}{value}")
    return wrong


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ('max(bofast_queue_rows{queue="updates"}) > 1', []),
        ("bofast_queue_row > 1", ["bofast_queue_row"]),
        ("rate(bofast_sends[5m])", ["bofast_sends"]),
        ('bofast_queue_rows{queue="letters"}', ["bofast_queue_rows is never queue=letters"]),
        ('bofast_queue_rows{colour="red"}', ["bofast_queue_rows has no label colour"]),
        ('bofast_sends_total{result=~"sent|lost"}', ["bofast_sends_total is never result=~sent|lost"]),
    ],
)
def test_a_wrong_name_would_be_found(expression: str, wrong: list[str]) -> None:
    assert wrong_names(expression) == wrong


def test_rules_and_dashboard_name_metrics_that_exist() -> None:
    assert len(expressions()) > 40
    wrong = {expression: found for expression in expressions() if (found := wrong_names(expression))}
    assert wrong == {}
    for expression in expressions():
        assert OURS.search(expression), expression
        for opening, closing in ("()", "{}", "[]"):
            assert expression.count(opening) == expression.count(closing), expression


def test_every_metric_of_ours_is_looked_at() -> None:
    said = " ".join(expressions())
    families = {re.sub(r"_(total|bucket|sum|count|created)$", "", name) for name in shown()}
    ours = {name for name in families if name.startswith("bofast_")}
    assert len(ours) > 20
    assert [name for name in sorted(ours) if name not in said] == []


def test_every_alert_has_a_runbook_and_every_runbook_an_alert() -> None:
    named: dict[str, set[str]] = {}
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        page = rule["annotations"]["runbook_url"]
        assert (ROOT / page).is_file(), page
        named.setdefault(Path(page).name, set()).add(rule["alert"])
    pages = {page.name: page.read_text(encoding="utf-8") for page in (FOLDER / "runbooks").glob("*.md")}
    assert set(pages) == set(named)
    for name, text in pages.items():
        assert set(re.findall(r"`(Bofast[A-Z]\w+)`", text)) == named[name], name
        for part in ("**For tenants.**", "**Look", "**Do", "**Tell.**"):
            assert part in text, (name, part)


def test_what_the_law_of_24_hours_needs_is_there() -> None:
    """Intake that stands still is told at 15 minutes, 6 hours and 20 hours: Telegram forgets at 24."""
    said = " ".join(rule["expr"] for rule in rules() if 'part="intake"' in rule["expr"])
    assert {"> 15 * 60", "> 6 * 3600", "> 20 * 3600"} <= {
        f"> {each}" for each in re.findall(r"> ([\d *]+\d)", said)
    }


def test_the_dashboard_is_one_that_grafana_reads() -> None:
    found = dashboard()
    assert {each["name"] for each in found["templating"]["list"]} == {"datasource", "job", "instance"}
    ids = [each["id"] for each in found["panels"]]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for each in found["panels"]:
        at = each["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken and at["x"] + at["w"] <= 24, each["title"]
        taken |= cells
    for panel in panels():
        assert panel["title"] and panel["description"] and panel["targets"]


@pytest.mark.parametrize("page", sorted(FOLDER.rglob("*.md")), ids=lambda page: page.name)
def test_links_commands_and_settings_in_the_pages_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", text):
        assert (page.parent / target).exists(), f"{page.name}: {target}"
    for command in re.findall(r"`bofast ([a-z]+)", text):
        assert command in COMMANDS, command
    known = Path(settings.__file__).read_text(encoding="utf-8")
    for name in re.findall(r"\bBOFAST_[A-Z_]+\b", text):
        assert name in known, name


def test_the_runbooks_know_every_state_and_trouble() -> None:
    database = (FOLDER / "runbooks" / "database.md").read_text(encoding="utf-8")
    assert {state for state in trouble.WHAT_TO_DO if f"| `{state}` |" not in database} == {"ok"}
    telegram = (FOLDER / "runbooks" / "telegram.md").read_text(encoding="utf-8")
    assert [kind for kind in signs.TROUBLES if f"| `{kind}` |" not in telegram] == []


def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (FOLDER / "bofast.service").read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def test_the_unit_is_hard_and_patient() -> None:
    found = unit()
    assert found["Restart"] == ["always"] and found["ProtectSystem"] == ["strict"]
    assert int(found["TimeoutStopSec"][0]) > 10, "what is begun is finished within 10 seconds"
    assert found["User"] == ["bofast"] and found["NoNewPrivileges"] == ["yes"]
    (data,) = (each for each in found["Environment"] if each.startswith("BOFAST_DATA_DIR="))
    assert data == f"BOFAST_DATA_DIR=/var/lib/{found['StateDirectory'][0]}"
    words = found["ExecStart"][0].split()
    assert words[0].endswith("/bin/bofast") and words[1] in COMMANDS


def container() -> list[tuple[str, str]]:
    """Instruction and rest, with continued lines joined."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_container_takes_what_is_there_and_all_of_it() -> None:
    copied = [rest.split() for name, rest in container() if name == "COPY" and not rest.startswith("--from")]
    sources = {source.rstrip("/") for words in copied for source in words[:-1]}
    for source in sources:
        assert (ROOT / source).exists(), source
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {each.rstrip("*") for each in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages <= sources, "every package of the wheel is in the image"
    assert project["project"]["readme"] in sources
    assert project["project"]["scripts"]["bofast"]


def test_the_container_runs_as_nobody_special_and_holds_no_secret() -> None:
    found = container()
    names = [name for name, _ in found]
    assert names.count("FROM") == 2, "what builds is not what runs"
    assert names.index("USER", len(names) - names[::-1].index("FROM")) < names.index("ENTRYPOINT")
    rest = dict(found)
    assert rest["USER"] == "bofast" and rest["VOLUME"] == "/data"
    assert json.loads(rest["ENTRYPOINT"]) == ["bofast"] and json.loads(rest["CMD"])[0] in COMMANDS
    known = Path(settings.__file__).read_text(encoding="utf-8")
    assert not re.search(r"TOKEN|SECRET|PASSWORD", " ".join(f"{n} {r}" for n, r in found))
    for name in re.findall(r"\bBOFAST_[A-Z_]+\b", " ".join(rest for _, rest in found)):
        assert name in known


def test_the_containers_own_check_can_be_read_and_fails_where_nobody_answers() -> None:
    (check,) = (rest for name, rest in container() if name == "HEALTHCHECK")
    words = json.loads(check[check.index("CMD") + 3 :])
    assert "/health" in words[-1]
    done = subprocess.run(
        [sys.executable, *words[1:]],
        env={"BOFAST_PORT": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1 and b"URLError" in done.stderr
