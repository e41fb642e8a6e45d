"""docs/operations.md: the examples for schedulers are what those read, the commands are shell, a back-up restores."""

from __future__ import annotations

import ast
import configparser
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import faults
import pytest
import yaml
from previous import unpacked
from test_docs import blocks

from service_kpi import alert, cli, doctor, land, ledger, partitions, runs, status, warehouse
from service_kpi import settings as settings_of
from service_kpi.contract import PROJECT
from service_kpi.errors import UserError

PAGE = PROJECT / "docs" / "operations.md"
EXAMPLES = {}
for language, text in blocks(PAGE):
    EXAMPLES.setdefault(language, []).append(text)
FIELD = r"(?:\*|\d+(?:-\d+)?)(?:/\d+)?(?:,\d+)*"


def test_the_lines_for_cron_have_five_fields_and_a_command_of_shell():
    lines = [line for line in EXAMPLES["cron"][0].splitlines() if "=" not in line.split()[0]]
    assert len(lines) == 2
    for line in lines:
        command = re.fullmatch(rf"(?:{FIELD} ){{5}}(.+)", line)[1]
        assert "%" not in command, "cron ends the command there"
        assert subprocess.run(["sh", "-n", "-c", command]).returncode == 0


def test_the_units_for_systemd_are_units(tmp_path):
    service, timer = EXAMPLES["ini"][1:]
    for text, sections in ((service, ["Unit", "Service"]), (timer, ["Unit", "Timer", "Install"])):
        unit = configparser.ConfigParser(strict=False, interpolation=None)
        unit.optionxform = str
        unit.read_string(text)
        assert unit.sections() == sections
    if shutil.which("systemd-analyze"):
        (tmp_path / "service-kpi.timer").write_text(timer)
        shown = subprocess.run(["systemd-analyze", "calendar", "*-*-* 02:30:00"], capture_output=True)
        assert shown.returncode == 0


def test_the_dag_is_python_and_starts_commands_that_exist():
    tree = ast.parse(EXAMPLES["python"][0])
    started = [
        node.right.value for node in ast.walk(tree) if isinstance(node, ast.BinOp) and hasattr(node.right, "value")
    ]
    assert started == ["land", "build"] and set(started) <= set(cli.main.commands)


def test_the_alert_is_a_setting():
    written = yaml.safe_load(EXAMPLES["yaml"][0])["alert"]
    assert alert.chosen(written, "here").command == ("./tell-the-team.sh",)


def test_the_commands_are_shell():
    for text in EXAMPLES["bash"]:
        assert subprocess.run(["bash", "-n", "-c", text]).returncode == 0


@pytest.mark.skipif(not shutil.which("flock"), reason="flock is missing")
def test_a_back_up_restores_what_had_landed(tmp_path, monkeypatch):
    """The commands as they stand, with the folders of the test in the place of those of the page."""
    for folder in ("company/exports", "data", "backup", "secrets"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "company/settings.yml").write_text("company: calls\nprivacy: {customers: keep}\n")
    (tmp_path / "company/exports/calls.csv").write_text("call_id,started_at\n1,2025-06-01\n")
    (tmp_path / "secrets/env").write_text(f"SERVICE_KPI_DATA={tmp_path / 'data'}\n")
    chosen = settings_of.load(tmp_path / "company", data_dir=tmp_path / "data")
    landed = land.land(chosen).files
    back_up, restore = (here(text, tmp_path) for text in EXAMPLES["bash"])
    done = subprocess.run(["bash", "-euc", back_up], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "company/exports/calls.csv").unlink()
    (made,) = (tmp_path / "backup").iterdir()
    restore = re.sub(r"\S+/service-kpi-2025-06-30.tgz", str(made), restore)
    restore = "\n".join(line for line in restore.splitlines() if "bin/service-kpi" not in line)
    subprocess.run(["bash", "-euc", restore], check=True)
    again = land.land(chosen)
    assert again.files == landed and "still counts" in " ".join(again.notes)


def test_the_data_folder_of_the_previous_release_is_taken_up_as_it_lies(tmp_path, monkeypatch):
    """Landing, ledger, log and build file; the build on it: tests/faults/test_upgrade.py."""
    home = unpacked(tmp_path / "home")
    chosen = faults.company(home)
    assert (land.land(chosen).new, ledger.entries(chosen)) == (0, 1)
    assert status.status(chosen.data_dir, 1).last_green.published
    assert {one.level for one in doctor._checked("landing", lambda: doctor._landing(chosen))} == {doctor.OK}
    with pytest.raises(UserError, match=r"an earlier version built .*: `service-kpi run` builds every day"):
        partitions.forget_days(chosen, date(2025, 3, 1), date(2025, 3, 2))
    warehouse.register(chosen, land.landed_before(chosen), runs.new_run_id(chosen.data_dir))
    assert partitions.forget_days(chosen, date(2025, 3, 1), date(2025, 3, 2)) == 0


def here(text: str, folder: Path) -> str:
    return text.replace("/service-kpi-secrets/", f"{folder}/secrets/").replace("/backup/", f"{folder}/backup/")
