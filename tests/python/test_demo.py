"""The demo's exports: they obey the contract, are the same for the same seed, and show what was planted."""

from __future__ import annotations

import csv
import hashlib
import math
import os
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import pytest
import yaml
from python_calamine import CalamineWorkbook

from service_kpi.contract import PROJECT, contract
from service_kpi.demo import ENCODINGS, FILES, generate
from service_kpi.errors import UserError

REQUESTS, SEED = 6000, 1
AS_OF = datetime(2025, 7, 1)  # the end of 2025-06-30
PLANS = {"due_at", "promised_at", "due_on", "member_to_on"}  # may lie after as_of: nothing that happened
REJECTED = {
    ("service_requests_2025H1.csv", "R-BAD-TIMESTAMP"): "created_at: not a timestamp",
    ("service_requests_2025H1.csv", "R-NO-TYPE"): "request_type: required but empty",
    ("service_requests_2025H1.csv", "R-RESOLVED-BEFORE-CREATED"): "resolved_at: before created_at",
    ("calls.csv", "C-BAD-OUTCOME"): "outcome: not listed",
    ("calls.csv", "C-ENDED-BEFORE-ANSWERED"): "ended_at: before answered_at",
    ("calls.csv", "C-CUT-SHORT"): "9 fields",
    ("complaints.csv", "TS-NO-TIME"): "submitted_at: required but empty",
    ("survey_responses.csv", "Q-OFF-SCALE"): "score: outside its scale",
    ("quality_audits.csv", "QA-BAD-CRITERION"): "criterion: not listed",
    ("orders.csv", "O-AMOUNT-IN-WORDS"): "amount: not a number",
    ("member_activity.csv", "M-IN-THE-FUTURE"): "occurred_at: in the future",
}


# Reading: the files as a stranger to the generator would read them.


def entity_of(file: str) -> str:
    return max((name for name in contract() if file.startswith(name)), key=len)


def rows_of(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        return [[str(cell) for cell in row] for row in cells]
    with path.open(encoding=ENCODINGS.get(path.name, "utf-8"), newline="") as file:
        return list(csv.reader(file))


@cache
def declared(entity: str) -> dict:
    text = (PROJECT / "models" / "contract" / f"{entity}.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["sources"][0]["tables"][0]


def value_of(text: str, kind: str):
    if text == "":
        return None
    if kind == "timestamp":
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
    if kind == "date":
        return date.fromisoformat(text)
    if kind in ("number", "integer"):
        return float(text) if kind == "number" else int(text)
    return {"true": True, "false": False}[text] if kind == "boolean" else text


def judged(row: list[str], header: list[str], table: dict) -> tuple[dict, str | None]:
    """One row as typed values, and why it is rejected (None: accepted)."""
    if len(row) != len(header):
        return {"id": row[0]}, f"{len(row)} fields"
    texts, values = dict(zip(header, row, strict=True)), {}
    for column in table["columns"]:
        name, kind, meta = column["name"], column["data_type"], column.get("config", {}).get("meta", {})
        try:
            values[name] = value_of(texts.get(name, ""), kind)
        except (ValueError, KeyError):
            return values | {"id": row[0]}, f"{name}: not a {kind}"
        if meta.get("required") and values[name] is None:
            return values | {"id": row[0]}, f"{name}: required but empty"
        if "values" in meta and values[name] not in [None, *meta["values"]]:
            return values | {"id": row[0]}, f"{name}: not listed"
    meta = table["config"]["meta"]
    if not any(values[name] for name in meta.get("required_any", [header[0]])):
        return values, "none of " + ", ".join(meta["required_any"])
    for start, end in meta.get("in_order", []):
        if values[start] is not None and values[end] is not None and values[end] < values[start]:
            return values, f"{end}: before {start}"
    if values.get("scale_min") is not None:
        for name in ("score", "expected_score"):
            if values[name] is not None and not values["scale_min"] <= values[name] <= values["scale_max"]:
                return values, f"{name}: outside its scale"
    first = values.get(meta.get("first_moment"))
    if first is not None and datetime(*first.timetuple()[:6]) >= AS_OF + timedelta(hours=24):
        return values, f"{meta['first_moment']}: in the future"
    return values, None


class Exports:
    """All files of one folder, judged; `standing` holds one row a key, the later copy by updated_at."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.headers: dict[str, list[str]] = {}
        self.rejected: dict[tuple[str, str], str] = {}
        self.accepted: dict[str, list[dict]] = defaultdict(list)
        self.standing: dict[str, list[dict]] = defaultdict(list)
        self.rows: dict[str, int] = {}
        for file in sorted(path.name for path in folder.iterdir()):
            table = declared(entity_of(file))
            self.headers[file], *rows = rows_of(folder / file)
            self.rows[file] = len(rows)
            for row in rows:
                values, reason = judged(row, self.headers[file], table)
                if reason:
                    self.rejected[file, row[0]] = reason
                else:
                    self.accepted[table["name"]].append(values)
        for entity, rows in self.accepted.items():
            latest: dict[tuple, dict] = {}
            for row in rows:
                key = tuple(row[name] for name in declared(entity)["config"]["meta"]["key"])
                held = latest.get(key)
                if held is None or (row["updated_at"] or datetime.min) >= (held["updated_at"] or datetime.min):
                    latest[key] = row
            self.standing[entity] = [row for row in latest.values() if not row["is_deleted"]]
        self._attribute()

    def _attribute(self) -> None:
        """Give requests, calls, complaints and answers the team (and answers the customer) they belong to."""
        states = defaultdict(list)
        for state in self.standing["agents"]:
            states[state["agent_id"]].append((state["valid_from"] or datetime.min, state["team_id"]))

        def team_then(agent, moment):
            held = [state for state in states.get(agent, []) if state[0] <= moment]
            return max(held)[1] if held else "unknown"

        self.requests = {row["request_id"]: row for row in self.standing["service_requests"]}
        for row in self.requests.values():
            row["team"] = row["team_id"] or team_then(row["agent_id"], row["created_at"])
        for entity in ("calls", "complaints", "survey_responses"):
            for row in self.standing[entity]:
                request = self.requests.get(row["request_id"], {})
                first = ("started_at", "submitted_at", "sent_at", "responded_at")
                moment = next(row[name] for name in first if row.get(name))
                given = row.get("team_id") or request.get("team", "unknown")
                agent = row["agent_id"] or request.get("agent_id")
                row["team"] = given if given != "unknown" else team_then(agent, moment)
                if entity == "survey_responses":
                    row["customer"] = row["respondent_id"] or request.get("customer_id") or row["response_id"]


@pytest.fixture(scope="module")
def exports(tmp_path_factory) -> Exports:
    folder = tmp_path_factory.mktemp("demo")
    generate(REQUESTS, SEED, folder)
    return Exports(folder)


# Figures: intervals, and the rows that more than one test counts.


def wilson(hits: float, trials: float) -> tuple[float, float]:
    share, z2 = hits / trials, 1.96**2
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = 1.96 / (1 + z2 / trials) * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    return centre - half, centre + half


def mean(units: list[float]) -> tuple[float, float]:
    average = sum(units) / len(units)
    spread = math.sqrt(sum((unit - average) ** 2 for unit in units) / max(1, len(units) - 1) / len(units))
    return average - 1.96 * spread, average + 1.96 * spread


def inbound(exports: Exports) -> list[dict]:
    return [call for call in exports.standing["calls"] if call["direction"] in (None, "inbound")]


def overall_csat(exports: Exports) -> list[dict]:
    return [
        row
        for row in exports.standing["survey_responses"]
        if row["survey"] == "csat" and row["dimension"] in (None, "overall")
        if row["score"] is not None and row["responded_at"]
    ]


def grouped(rows: list[dict], key) -> dict[str, list[dict]]:
    groups = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


# The contract.


def test_every_export_of_the_contract_is_there(exports):
    assert {path.name for path in exports.folder.iterdir()} == set(FILES)
    assert {entity_of(file) for file in FILES} == set(contract())
    assert all(exports.rows[file] for file in FILES)


def test_headers_are_the_contracts_columns_in_its_order(exports):
    for file, header in exports.headers.items():
        table = contract()[entity_of(file)]
        assert header == [column for column in table.columns if column in header], file
        assert set(table.required) <= set(header), file


def test_only_the_planted_rows_are_rejected(exports):
    assert exports.rejected == REJECTED


def test_nothing_happens_after_as_of(exports):
    for entity, rows in exports.standing.items():
        moments = {c["name"] for c in declared(entity)["columns"] if c["data_type"] in ("timestamp", "date")} - PLANS
        for row in rows:
            late = {name: row[name] for name in moments if row[name] and str(row[name]) >= str(AS_OF.date())}
            assert not late, (entity, row)


def test_keys_are_unique_within_each_file(exports):
    for file, header in exports.headers.items():
        key = [name for name in declared(entity_of(file))["config"]["meta"]["key"] if name in header]
        whole = [row for row in rows_of(exports.folder / file)[1:] if len(row) == len(header)]
        keys = Counter(tuple(row[header.index(name)] for name in key) for row in whole)
        assert max(keys.values()) == 1, file


def test_references_are_known_but_the_planted_one(exports):
    known = {
        "agent_id": {row["agent_id"] for row in exports.standing["agents"]},
        "customer_id": {row["customer_id"] for row in exports.standing["customers"]},
        "service_id": {row["service_id"] for row in exports.standing["services"]},
        "request_id": {row["request_id"] for row in exports.accepted["service_requests"]},
    }
    unknown = {
        (entity, row[column])
        for entity, rows in exports.standing.items()
        for row in rows
        for column in known
        if row.get(column) and row[column] not in known[column]
    }
    assert unknown == {("calls", "A9999")}


def test_agents_act_only_while_they_are_employed(exports):
    employed = {row["agent_id"]: (row["hired_on"], row["left_on"] or date.max) for row in exports.standing["agents"]}
    for row in exports.standing["agent_shifts"]:
        hired_on, left_on = employed[row["agent_id"]]
        assert hired_on <= row["shift_on"] <= left_on
    for row in exports.requests.values():
        if row["agent_id"]:
            hired_on, left_on = employed[row["agent_id"]]
            assert hired_on <= row["created_at"].date() <= left_on


def test_agents_are_a_spreadsheet_and_complaints_are_gb18030(exports):
    sheet = CalamineWorkbook.from_path(str(exports.folder / "agents.xlsx")).get_sheet_by_index(0).to_python()
    assert isinstance(sheet[1][sheet[0].index("hired_on")], date)
    written = (exports.folder / "complaints.csv").read_bytes()
    assert "处理质量" in written.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        written.decode("utf-8")
    assert (exports.folder / "customers.csv").read_bytes().startswith(b"\xef\xbb\xbf")


# Size and sameness.


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_demo_is_small_and_the_one_kept_in_the_project(exports):
    assert sum(path.stat().st_size for path in exports.folder.iterdir()) < 5_000_000
    kept = PROJECT / "companies" / "demo" / "exports"
    assert digests(kept) == digests(exports.folder)


def test_the_same_seed_gives_the_same_bytes_whatever_the_threads(tmp_path):
    generate(500, 7, tmp_path / "once")
    generate(500, 7, tmp_path / "again")
    generate(500, 7, tmp_path / "one_thread", threads=1)
    generate(500, 7, tmp_path / "four_threads", threads=4)
    once = digests(tmp_path / "once")
    for other in ("again", "one_thread", "four_threads"):
        assert digests(tmp_path / other) == once, other


@pytest.mark.skipif("WILD" not in os.environ, reason="make test-all: 140,000 requests, twice")
def test_more_rows_than_one_thread_takes_keep_their_order(tmp_path):
    generate(140_000, 7, tmp_path / "one_thread", threads=1)
    generate(140_000, 7, tmp_path / "four_threads", threads=4)
    assert digests(tmp_path / "four_threads") == digests(tmp_path / "one_thread")


@pytest.mark.parametrize("seed", [0, 2, 2**62])
def test_another_seed_gives_another_company_that_obeys_the_contract_too(tmp_path, seed):
    generate(500, seed, tmp_path / "other")
    generate(500, 1, tmp_path / "first")
    assert digests(tmp_path / "other")["calls.csv"] != digests(tmp_path / "first")["calls.csv"]
    assert Exports(tmp_path / "other").rejected == REJECTED


@pytest.mark.parametrize("requests", [1, 3, 40])
def test_the_smallest_companies_have_every_export(tmp_path, requests):
    generate(requests, 1, tmp_path)
    assert Exports(tmp_path).rejected == REJECTED


def test_bad_arguments_are_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("in the way")
    sizes = [(0, 1, "x"), (-5, 1, "x"), (10, -1, "x"), (10, 2**63, "x")]
    for requests, seed, out in [*sizes, (10, 1, "file"), (10, 1, "file/below")]:
        with pytest.raises(UserError) as told:
            generate(requests, seed, tmp_path / out)
        assert "\n" not in str(told.value)


# What was planted.


def test_the_fault_week_shows(exports):
    def week(row):
        return row["created_at"].date() - timedelta(days=row["created_at"].weekday())

    fault_week = date(2025, 3, 10)
    faults = Counter(week(row) for row in exports.requests.values() if row["request_type"] == "fault")
    usual = [count for monday, count in faults.items() if monday != fault_week]
    assert faults[fault_week] > 4 * sum(usual) / len(usual)
    waits = defaultdict(list)
    for row in exports.requests.values():
        if row["first_response_at"]:
            waits[week(row) == fault_week].append((row["first_response_at"] - row["created_at"]).total_seconds())
    assert mean(waits[True])[0] > mean(waits[False])[1]


def test_the_action_that_worked_and_the_one_that_did_not(exports):
    actions = {row["action_id"]: row for row in exports.standing["improvement_actions"]}

    def around(action, rows, moment):
        """The rows of the action's team in the 180 days before its start and from it."""
        start = datetime.combine(action["started_on"], datetime.min.time())
        own = [row for row in rows if row["team"] == action["scope_id"]]
        return (
            [row for row in own if start - timedelta(days=180) <= row[moment] < start],
            [row for row in own if start <= row[moment] < start + timedelta(days=180)],
        )

    worked = around(actions["IA001"], inbound(exports), "started_at")
    before, after = (wilson(sum(call["outcome"] == "answered" for call in calls), len(calls)) for calls in worked)
    assert before[1] < after[0]

    talked = [call for call in exports.standing["calls"] if call["outcome"] == "answered" and call["ended_at"]]
    failed = around(actions["IA002"], talked, "started_at")
    before, after = (
        mean([(call["ended_at"] - call["answered_at"]).total_seconds() for call in calls]) for calls in failed
    )
    assert before[0] < after[1] and after[0] < before[1]


def test_the_resend_holds_the_same_and_corrected_calls(exports):
    place = exports.rows["calls.csv"] - 3  # three of its rows are rejected
    first = {row["call_id"]: row for row in exports.accepted["calls"][:place]}
    again = {row["call_id"]: row for row in exports.accepted["calls"][place:]}
    columns = exports.headers["calls.csv"]
    same = sum(all(first[key][name] == row[name] for name in columns) for key, row in again.items())
    corrected = [key for key, row in again.items() if row["updated_at"] and row["ended_at"] != first[key]["ended_at"]]
    assert same > 30 and len(corrected) >= 3 and same + len(corrected) == len(again)


def test_every_situation_occurs(exports):
    requests, calls = exports.requests.values(), exports.standing["calls"]
    answers = exports.standing["survey_responses"]
    assert {call["outcome"] for call in calls} >= {"answered", "abandoned", "missed", "busy"}
    abandoned = [call for call in calls if call["outcome"] == "abandoned"]
    assert any(call["ended_at"] - call["queued_at"] < timedelta(seconds=5) for call in abandoned)
    assert {bool(call["request_id"]) for call in calls} == {True, False}
    assert {call["direction"] for call in calls} == {"inbound", "outbound"}
    assert {row["status"] for row in requests} == {"new", "open", "pending", "resolved", "closed", "cancelled"}
    for column in ("duplicate_of", "rework_of", "followed_up_at", "asset_id"):
        assert any(row[column] for row in requests), column
    assert any(row["reopened_count"] and not row["resolved_at"] for row in requests)
    assert any(not row["agent_id"] for row in requests)
    assert any(row["survey"] == "csat" and not row["responded_at"] for row in answers)
    assert any(row["survey"] == "csat" and not row["respondent_id"] and row["score"] for row in answers)
    assert {row["survey"] for row in answers} == {
        "csat", "nps", "ces", "review", "employee", "employee_nps", "partner", "collaboration", "third_party",
    }  # fmt: skip
    assert max(Counter(row["respondent_id"] for row in overall_csat(exports) if row["respondent_id"]).values()) > 2
    assert any("\n" in (row["comment"] or "") for row in answers)
    agents = exports.standing["agents"]
    assert any(row["left_on"] for row in agents) and len({row["role"] for row in agents}) == 3
    teams = grouped(agents, lambda row: row["agent_id"]).values()
    assert any(len({row["team_id"] for row in states}) == 2 for states in teams)
    assert {row["currency"] for row in exports.standing["service_finances"]} == {"CNY", "USD"}
    audits = exports.standing["quality_audits"]
    assert {row["criterion"] for row in audits} == {
        "correct_handling", "record_entry", "information_given", "attitude", "professionalism", "standard",
    }  # fmt: skip
    assert {row["is_applicable"] for row in audits} == {True, False}
    assert any(row["is_fatal"] and row["is_passed"] is False for row in audits)
    deleted = Counter(entity for entity, rows in exports.accepted.items() for row in rows if row["is_deleted"])
    assert deleted["service_requests"] == 1 and deleted["orders"] >= 1


def apart(intervals: list[tuple[float, float]]) -> bool:
    """Whether some two of the intervals do not touch."""
    return min(high for _, high in intervals) < max(low for low, _ in intervals)


def test_every_kpi_with_an_interval_differs_between_teams_and_over_time(built):
    """Whatever KPIs are built: over the months or the quarters, and between the teams.

    The teams in a year, or, where it is a share of a team's few people, over all months taken together.
    """
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as published:
        figures = published.sql("""
            select kpi_id, scope_type, period_grain, period_start, value, ci_low, ci_high
            from fct_kpi_values
            where ci_low is not null and scope_id <> 'unknown'
                and (
                    (scope_type = 'company' and period_grain in ('month', 'quarter'))
                    or (scope_type = 'team' and period_grain = 'year')
                )
            order by all
        """).fetchall()
        months = published.sql("""
            select kpi_id, scope_id, sum(numerator), sum(denominator)
            from fct_kpi_values inner join dim_kpi using (kpi_id)
            where kind = 'proportion' and scope_type = 'team' and scope_id <> 'unknown' and period_grain = 'month'
            group by all having sum(denominator) > 0 order by all
        """).fetchall()
    company, teams = defaultdict(list), defaultdict(list)
    for kpi, scope, grain, start, value, low, high in figures:
        (company if scope == "company" else teams)[kpi, grain if scope == "company" else start].append(
            (value, low, high)
        )
    for kpi, _, numerator, denominator in months:
        teams[kpi, "months"].append((numerator / denominator, *wilson(numerator, denominator)))
    kpis = {kpi for kpi, _ in [*company, *teams]}
    assert kpis
    for kpi in sorted(kpis):
        for name, groups in {"months or quarters": company, "teams of a year": teams}.items():
            own = [group for key, group in groups.items() if key[0] == kpi]
            if not own:  # not of this scope
                continue
            values = [value for group in own for value, _, _ in group]
            assert not all(value in (0, 1) for value in values), f"{kpi}: nothing but 0 and 1 over the {name}"
            assert len(set(values)) >= len(values) / 2, f"{kpi}: hardly differs over the {name}"
            assert any(apart([(low, high) for _, low, high in group]) for group in own), f"{kpi}: the {name} overlap"
