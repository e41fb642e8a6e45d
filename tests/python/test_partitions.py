"""When the notes of what went into each partition are dropped, what a rebuild of some days makes of them; and in how
much memory a build works."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from service_kpi import build, partitions, warehouse
from service_kpi import settings as company
from service_kpi.errors import UserError

TOLD = "company: calls\n"
RUN = "20250701T000000Z-aaaa"
NOTES = [
    ("fct_calls", "2025-06-01", "1 a", RUN),
    ("fct_calls", "2025-06-02", "1 b", RUN),
    ("calls_by_started", "day 2025-06-01", "1 c", RUN),
    ("stg_standard__calls", "calls_1.csv", "1 d", RUN),
]


class Company:
    """A company whose exports stand registered, as far as partitions are concerned."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.tell("settings.yml", TOLD)
        (folder / "exports").mkdir()

    def tell(self, place: str, text: str) -> None:
        (self.folder / place).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / place).write_text(text, encoding="utf-8")

    def settings(self, as_of: str = "2025-06-30"):
        return company.load(self.folder, as_of=as_of, data_dir=self.folder / "data")

    def register(self, as_of: str = "2025-06-30") -> None:
        warehouse.register(self.settings(as_of), [], RUN)

    def note(self) -> None:
        with warehouse.connect(self.settings()) as connection:
            connection.executemany("insert into built.partitions values (?, ?, ?, ?)", NOTES)

    def notes(self) -> list[tuple]:
        with warehouse.connect(self.settings(), read_only=True) as connection:
            return connection.execute("select * from built.partitions").fetchall()


@pytest.fixture
def noted(tmp_path) -> Company:
    one = Company(tmp_path / "calls")
    one.register()
    one.note()
    return one


def test_the_notes_stand_while_nothing_else_is_said(noted):
    noted.register()
    noted.tell("seeds/kpi_targets.csv", "kpi_id\n")  # what is aimed at counts nothing
    noted.register(as_of="2025-07-15")
    assert noted.notes() == NOTES


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("settings.yml", TOLD + "reporting_timezone: America/New_York\n"),
        ("settings.yml", TOLD + "vars: {resolution_window_days: 3}\n"),
        ("seeds/holidays.csv", "schedule\n"),
        ("models/staging/stg_desk__calls.sql", "select 1\n"),
    ],
)
def test_other_settings_seeds_or_models_drop_them(noted, place, text):
    noted.tell(place, text)
    noted.register()
    assert noted.notes() == []


def test_an_earlier_as_of_drops_them_also_after_a_later_one(noted):
    noted.register(as_of="2025-07-15")
    assert noted.notes() == NOTES
    noted.register(as_of="2025-07-14")
    assert noted.notes() == []


@pytest.mark.parametrize(
    ("place", "stands"), [("models/a.sql", False), ("macros/a.sql", False), ("docs/a.md", True), ("bench/a.sql", True)]
)
def test_edited_code_drops_them(noted, monkeypatch, tmp_path, place, stands):
    monkeypatch.setattr(partitions, "PROJECT", tmp_path / "project")
    noted.register()
    noted.note()
    (tmp_path / "project" / place).parent.mkdir(parents=True)
    (tmp_path / "project" / place).write_text("select 1")
    noted.register()
    assert noted.notes() == (NOTES if stands else [])


@pytest.mark.parametrize(("command", "stands"), [("build", False), ("run", False), ("compile", True), ("test", True)])
def test_dbt_run_by_hand_builds_an_edited_model(noted, monkeypatch, command, stands):
    asked = []
    done = SimpleNamespace(exception=None, success=True)
    runner = lambda: SimpleNamespace(invoke=lambda arguments: asked.append(arguments[0]) or done)  # noqa: E731
    monkeypatch.setattr(build, "load_dbt", lambda: runner)
    monkeypatch.setattr(partitions, "CODE", ("README.md",))  # code is other than what the notes were made with
    assert build.run_dbt(noted.settings(), [command]) == 0
    assert asked == [command]
    assert noted.notes() == (NOTES if stands else [])


def test_days_are_forgotten_and_what_is_made_of_them_follows(noted):
    assert partitions.forget_days(noted.settings(), date(2025, 6, 2), date(2025, 6, 30)) == 1
    assert [(model, partition) for model, partition, inputs, _ in noted.notes() if inputs is None] == [
        ("fct_calls", "2025-06-02")
    ]


def test_before_the_first_build_there_are_no_days_to_rebuild(tmp_path):
    one = Company(tmp_path / "calls")
    with pytest.raises(UserError, match=r"nothing was built in .* yet: `service-kpi run` builds every day"):
        partitions.forget_days(one.settings(), date(2025, 6, 1), date(2025, 6, 1))


def test_of_an_earlier_version_every_day_has_to_be_built(noted):
    with warehouse.connect(noted.settings()) as connection:
        connection.execute("drop schema built cascade")
    with pytest.raises(UserError, match="an earlier version built"):
        partitions.forget_days(noted.settings(), date(2025, 6, 1), date(2025, 6, 1))


def test_what_a_run_wrote_is_counted_by_table(noted):
    assert partitions.rewritten(noted.settings(), RUN)["fct_calls"] == (2, 2)
    assert partitions.rewritten(noted.settings(), "another")["fct_calls"] == (0, 2)


@pytest.mark.parametrize(
    ("rows", "told", "memory"), [(0, {}, "1100MB"), (5_000_000, {}, None), (0, {"SERVICE_KPI_MEMORY": "3GB"}, None)]
)
def test_few_rows_are_built_in_little_memory_unless_someone_says_otherwise(noted, monkeypatch, rows, told, memory):
    with warehouse.connect(noted.settings()) as connection:
        connection.execute(
            "insert into landing.files (landed_rows, is_in_force) values (?, true), (9000000, false)", [rows]
        )
    monkeypatch.delenv("SERVICE_KPI_MEMORY", raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert build.dbt_environment(noted.settings()).get("SERVICE_KPI_MEMORY") == memory
