"""The bench's own work: its table and JSON from given figures, its SQL, the statements it replays."""

import json

import duckdb
import pytest

from bench import anchors, child, figures, floor, new_day, parts, replay

MEASURED = {
    "requests": 1_000_000,
    "run_wall_s": 80.0,
    "run_cpu_s": 100.0,
    "peak_mb": 2500,
    "engine_cpu_s": 60.0,
    "floor_cpu_s": 40.0,
    "floor_rows_that_differ": 3,
    "rerun_wall_s": 2.0,
    "new_day_engine_cpu_s": 9.0,
    "replay": {"model.service_kpi.a": 1.0, "model.service_kpi.b": 8.0, "checkpoint": 0.5, "test.service_kpi.t": 2.0},
    "narrow": {"model.service_kpi.a": 0.5},
    "dearest": {"model b": 8.0},
}


def test_the_table_says_what_is_met():
    shown = figures.table(MEASURED | figures.ratios(MEASURED))
    lines = {line.split("  ")[0].strip() or line[2:].split("  ")[0]: line for line in shown.splitlines()}
    assert lines["whole run, wall"].split() == ["whole", "run,", "wall", "at", "most", "90", "s", "80", "s", "met"]
    assert lines["whole run, peak memory"].endswith("2,500 MB  NOT MET")  # of a million, not of ten
    assert lines["engine CPU against the floor"].endswith("1.5 x  met")
    assert lines["the floor gives the same rows"].endswith("3  NOT MET")
    assert lines["one new day, engine CPU against a full build"].endswith("0.15  NOT MET")
    assert "business against calendar time" not in lines  # not measured: not judged
    assert shown.endswith("model b  8")


def test_ratios_of_what_is_missing_are_none():
    ratios = figures.ratios({"requests": 1})
    assert set(ratios.values()) == {None}
    assert figures.ratios(MEASURED)["additive_vs_narrow"] == 2.0


def test_what_is_kept_has_every_key_and_a_history(tmp_path):
    tenth = {"requests": 100_000, "run_cpu_s": 20.0}
    figures.keep(tenth, tmp_path)
    latest = json.loads(figures.keep(MEASURED, tmp_path).read_text())
    assert list(latest)[: len(figures.KEYS)] == list(figures.KEYS)
    assert latest["rerun_share"] is None
    assert figures.growth(MEASURED, tmp_path / "history.jsonl") == 5.0
    assert figures.growth(tenth, tmp_path / "history.jsonl") is None


def test_the_floor_parses_and_names_what_it_makes():
    assert {"core.fct_service_requests", "core.fct_request_events", "core.fct_calls"} <= floor.by_hand().keys()


def test_the_floor_makes_first_what_a_table_mentions(monkeypatch):
    manifest = {
        "nodes": {
            f"model.p.{name}": {"schema": "main", "alias": name, "config": {"materialized": kind}}
            for name, kind in (("top", "table"), ("dear", "table"), ("never", "table"))
        }
    }
    results = [
        {"unique_id": f"model.p.{name}", "relation_name": f'"memory"."main"."{name}"', "compiled_code": sql}
        for name, sql in (("top", 'select * from "memory"."main"."dear" -- main.never'), ("dear", "x"), ("never", "x"))
    ]
    monkeypatch.setattr(floor, "by_hand", lambda: {"main.dear": "create table main.dear as select 7 as n"})
    with duckdb.connect() as connection:
        made = floor.Floor(connection, manifest, results)
        made.make("main.top")
        assert connection.execute("from main.top").fetchall() == [(7,)]
    assert made.costs["by_hand"].keys() == {"main.dear"}
    assert made.costs["compiled"].keys() == {"main.top"}


@pytest.mark.parametrize(
    ("theirs", "differ"),
    [
        ("k, 1.0, 'met'", 0),
        ("k, 1.0 + 5e-10, 'met'", 0),
        ("k, 1.0 + 1e-6, 'met'", 1),
        ("k, null, 'met'", 1),
        ("k, 1.0, 'near'", 1),
        ("k || 'x', 1.0, 'met'", 2),
    ],
)
def test_results_are_compared_to_the_ninth_digit(theirs, differ):
    with duckdb.connect() as connection:
        keys = ", ".join(f"k as {key}" for key in floor.KEYS[1:])
        numbers = ", ".join(f"value as {name}" for name in floor.NUMBERS if name != "value")
        for table, values in (("ours", "k, 1.0, 'met'"), ("theirs", theirs)):
            connection.execute(f"create table {table}_given as select {values} from (select 'a' as k)")
            connection.execute(
                f"create table {table} as select k as kpi_id, {keys}, value, {numbers}, status"
                f" from {table}_given as given (k, value, status)"
            )
        assert floor.compare(connection, "ours", "theirs") == (1, differ)


def test_statements_of_models_and_tests_are_replayed_in_order():
    def line(node, sql, name="SQLQuery"):
        return json.dumps({"info": {"name": name}, "data": {"sql": sql, "node_info": node and {"unique_id": node}}})

    log = [
        "\n",
        line(None, "select schemas"),
        line("seed.p.s", "copy ..."),
        line("model.p.a", "BEGIN"),
        line("model.p.a", "create a"),
        line("model.p.a", "create a", name="SQLQueryStatus"),
        line("test.p.t", "select t"),
    ]
    assert list(replay.statements(log)) == [("model.p.a", "create a"), ("test.p.t", "select t")]
    assert replay.models_and_tests(MEASURED["replay"]) == (9.5, 2.0)
    assert list(replay.dearest(MEASURED["replay"], 1)) == ["model b"]


def test_a_measure_is_cut_down_to_its_day():
    sql = """
        with facts as (select date '2025-01-01' as day, 'x' as agent, 'y' as team, 2 as n),
        daily as (
            select day, agent, team, case when grouping(agent) = 0 then 'agent' end as scope_set, sum(n) as n
            from facts group by grouping sets ((day, agent), (day, team))
        )
        select scope_set, sum(n) from daily group by all
    """
    with duckdb.connect() as connection:
        narrow = connection.sql(anchors.narrow_pass(sql))
        assert narrow.columns == ["day", "n"]
        assert len(narrow.fetchall()) == 1
    assert anchors.narrow_pass("select 1") is None


def test_a_new_day_has_new_and_late_rows(tmp_path):
    with duckdb.connect() as connection:
        columns = (
            "accepted_at first_response_at first_resolved_at resolved_at closed_at cancelled_at due_at followed_up_at"
        )
        empty = ", ".join(f"null as {name}" for name in [*columns.split(), "duplicate_of", "rework_of", "updated_at"])
        for file, key, moment, more in (
            (
                "service_requests_2025H1.csv",
                "request_id",
                "created_at",
                f"'300' as handling_seconds, 'new' as status, {empty}",
            ),
            ("request_events.csv", "event_id", "occurred_at", "'R' || n as request_id, 'true' as is_public"),
            ("calls.csv", "call_id", "started_at", "null as request_id, null as hold_seconds, null as updated_at"),
        ):
            extra = {
                "request_id": ", null as is_resolved, null as is_deleted",
                "event_id": "",
                "call_id": ", null as queued_at, null as answered_at, null as ended_at",
            }[key]
            connection.execute(
                f"""copy (select 'R' || n as {key}, strftime(timestamp '2025-06-01' + to_hours(n), '%Y-%m-%d %H:%M:%S')
                as {moment}, {more}{extra} from range(600) as given(n)) to '{tmp_path / file}' (header true)"""
            )
        assert new_day.write(tmp_path, 1000) == {
            "service_requests_2025-07-01.csv": 100,
            "request_events_2025-07-01.csv": 100,
            "calls_2025-07-01.csv": 100,
        }
        counted = connection.execute(
            f"""select
                count(*) filter (where created_at like '2025-07-01%'),
                count(*) filter (where is_deleted = 'true'),
                count(*) filter (where updated_at is not null and request_id not like 'N%')
            from read_csv('{tmp_path}/service_requests_2025-07-01.csv', all_varchar = true)"""
        )
        assert counted.fetchone() == (84, 1, 8)
    assert new_day.rows_of_a_day(10_000_000) == 30_000


def test_a_child_that_fails_says_what_it_said():
    with pytest.raises(child.Failed, match="no such thing"):
        child.measured(["sh", "-c", "echo no such thing; exit 3"])
    assert child.measured(["sh", "-c", "exit 0"]).cpu_s < 1


def test_only_the_current_set_is_left(tmp_path):
    for name in ("one", "two"):
        (tmp_path / "published" / name).mkdir(parents=True)
    (tmp_path / "published" / "current").symlink_to("two")
    parts.drop_old_sets(tmp_path)
    assert {path.name for path in (tmp_path / "published").iterdir()} == {"two", "current"}
