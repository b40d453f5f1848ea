"""What Prometheus and systemd themselves say of `docs/operations/`: `make operations`, where both are installed.

Not part of `make test`: neither is needed to run or change Bofast.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import yaml

from tests.seeing.test_operations import FOLDER, panels


def test_prometheus_reads_the_rules_and_the_dashboards_expressions(tmp_path: Path) -> None:
    """Rules are checked and tried out (`alerts_test.yml`); what the dashboard asks is valid."""
    asked = [target["expr"] for panel in panels() for target in panel["targets"]]
    for variable, value in (("$__rate_interval", "5m"), ("$job", "bofast"), ("$instance", ".*")):
        asked = [each.replace(variable, value) for each in asked]
    asked_rules = [{"record": f"bofast:panel:{number}", "expr": each} for number, each in enumerate(asked)]
    file = tmp_path / "dashboard.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": asked_rules}]}), encoding="utf-8")
    for words in (
        ["check", "rules", str(FOLDER / "alerts.yml"), str(file)],
        ["test", "rules", str(Path(__file__).parent / "alerts_test.yml")],
    ):
        done = subprocess.run(["promtool", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_systemd_can_read_the_unit(tmp_path: Path) -> None:
    text = (FOLDER / "bofast.service").read_text(encoding="utf-8")
    here = tmp_path / "bofast.service"
    here.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "bofast.service" in line]
    assert done.returncode == 0 and told == []
