"""The demo's exports: they obey the contract, are the same for the same seed, and show what was planted."""

from __future__ import annotations

import csv
import hashlib
import math
import os
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

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


# What happens to requests, and when: pauses, waits, handovers, hours.


def seed(name: str, folder: str = "companies/demo/seeds") -> list[dict[str, str]]:
    with open(PROJECT / folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_companys_seeds_fit_its_exports(exports):
    """Assets, regions and currencies: every one that the exports name has its row."""
    faults = [row for row in exports.requests.values() if row["request_type"] == "fault" and row["asset_id"]]
    assets = {row["asset_id"]: row for row in seed("assets")}
    assert {row["asset_id"] for row in [*exports.standing["maintenance_tasks"], *faults]} == set(assets)
    assert {row["service_id"] for row in assets.values()} <= {row["service_id"] for row in exports.standing["services"]}
    regions = {row["region"] for row in exports.requests.values()} - {None}
    assert {row["region"] for row in assets.values()} == regions
    assert {row["region"] for row in seed("regions_in_scope")} == regions | {"港澳"}
    foreign = {row["currency"] for rows in exports.standing.values() for row in rows if row.get("currency")} - {"CNY"}
    assert foreign == {row["currency"] for row in seed("exchange_rates")} == {"USD"}
    assert min(row["valid_from"] for row in seed("exchange_rates")) == "2024-01-01"


def histories(exports: Exports) -> dict[str, list[dict]]:
    """Request -> its events in their order."""
    events = sorted(exports.standing["request_events"], key=lambda row: (row["occurred_at"], row["event_id"]))
    return grouped(events, lambda row: row["request_id"])


def is_transfer(event: dict) -> bool:
    return event["event_type"] == "transferred" and event["from_value"] != event["to_value"]


def is_action(event: dict) -> bool:
    acts = event["event_type"] in ("agent_reply", "status_changed") and event["actor_type"] == "agent"
    return acts and event["actor_id"] is not None


def is_reply(event: dict) -> bool:
    return event["event_type"] == "agent_reply" and event["is_public"] is not False


def test_requests_are_paused_and_taken_up_again(exports):
    paused = {"pending", *(row["status"] for row in seed("request_statuses_overrides") if row["kind"] == "paused")}
    assert len(paused) == 2
    changes = [row for row in exports.standing["request_events"] if row["event_type"] == "status_changed"]
    to = Counter(row["to_value"] for row in changes)
    assert to["pending"] > 400 and to["待客户寄件"] > 30
    assert to["资料已收"] > 10 and not any(row["status"] == "资料已收" for row in seed("request_statuses_overrides"))
    assert {row["actor_type"] for row in changes if row["from_value"] in paused} >= {"agent", "system"}
    last = {
        request_id: [event for event in events if event["event_type"] in ("status_changed", "reopened")][-1:]
        for request_id, events in histories(exports).items()
    }
    standing = {request_id for request_id, event in last.items() if event and event[0]["to_value"] in paused}
    status = {request_id: exports.requests[request_id]["status"] for request_id in standing & set(exports.requests)}
    assert Counter(status.values())["pending"] > 30, "still waiting at as_of"
    assert Counter(status.values())["closed"] > 30, "resolved out of the pause"
    assert "cancelled" in status.values() and "open" not in status.values()
    known = [row for row in exports.requests.values() if row["status"] == "pending" and row["agent_id"]]
    assert sum(row["request_id"] in standing for row in known) > 0.8 * len(known)


def test_some_messages_are_never_answered(exports):
    unanswered, twice, colleague, afterwards = 0, 0, 0, 0
    for request_id, events in histories(exports).items():
        said = [event for event in events if event["event_type"] == "customer_message" or is_reply(event)]
        messages = [event["event_type"] == "customer_message" for event in said]
        request = exports.requests.get(request_id)
        if request is None or not said:
            continue
        unanswered += messages[-1]
        twice += (True, True) in pairwise(messages)
        colleague += any(is_reply(event) and event["actor_id"] != request["agent_id"] for event in said)
        afterwards += bool(messages[-1] and request["resolved_at"] and said[-1]["occurred_at"] > request["resolved_at"])
    assert unanswered > 200 and twice > 100 and colleague > 100 and afterwards > 50


def test_requests_change_hands_in_every_way(exports):
    ways, shared = Counter(), 0
    for events in histories(exports).values():
        steps = [event for event in events if is_transfer(event) or is_action(event)]
        for number, step in enumerate(steps[:-1]):
            if is_transfer(step):
                after = steps[number + 1]
                same = is_action(after) and after["actor_id"] == step["actor_id"]
                ways["passed on at once" if is_transfer(after) else "noted first" if same else "acted on"] += 1
                ways["by nobody" if step["actor_id"] is None else "by an agent"] += 1
        ways["to itself"] += any(event["event_type"] == "transferred" and not is_transfer(event) for event in events)
        shared += len({event["actor_id"] for event in steps if is_action(event)}) > 1 and not any(
            map(is_transfer, steps)
        )
    assert ways.pop("to itself") >= 5 and len(ways) == 5 and min(ways.values()) >= 20, ways
    assert shared > 200
    reopened = Counter(
        (event["event_type"], event["to_value"])
        for event in exports.standing["request_events"]
        if event["from_value"] == "resolved"
    )
    assert set(reopened) == {(how, to) for how in ("reopened", "status_changed") for to in ("open", "pending")}


def test_customers_complain_again_of_the_same(exports):
    last, again = {}, 0
    for row in sorted(exports.standing["complaints"], key=lambda row: (row["submitted_at"], row["complaint_id"])):
        customer = row["customer_id"] or exports.requests.get(row["request_id"], {}).get("customer_id")
        before = last.get((customer, row["category"]), datetime.min)
        again += customer is not None and row["submitted_at"] - before <= timedelta(days=30)
        last[customer, row["category"]] = row["submitted_at"]
    assert again > 20


def in_force(rows: list[dict[str, str]], day: date) -> list[dict[str, str]]:
    """Of each position the version of the day, the lowest position first."""
    begun = [row for row in rows if date.fromisoformat(row["valid_from"]) <= day]
    versions = {row["position"]: row for row in sorted(begun, key=lambda row: row["valid_from"])}
    return sorted(versions.values(), key=lambda row: int(row["position"]))


def first_that_fits(rows: list[dict[str, str]], scopes: dict[str, str]) -> dict[str, str]:
    return next(row for row in rows if all(row.get(name) in (None, "*", value) for name, value in scopes.items()))


def scoped(exports: Exports) -> list[tuple[dict, dict[str, str]]]:
    """Requests with the scopes that schedules and policies go by."""
    customers = {row["customer_id"]: row for row in exports.standing["customers"]}
    pairs = []
    for row in exports.requests.values():
        customer = customers.get(row["customer_id"], {})
        scopes = {name: row[name] for name in ("request_type", "priority", "channel")}
        scopes |= {"team_id": row["team"], "customer_segment": customer.get("segment") or "unknown"}
        pairs.append((row, scopes | {"member_tier": customer.get("member_tier") or "unknown"}))
    return pairs


def test_every_assignment_and_every_policy_is_used(exports):
    assignments, policies = seed("schedule_assignments"), seed("sla_policies")
    used = Counter()
    for row, scopes in scoped(exports):
        day = row["created_at"].date()
        for target in {None, *(policy["target"] for policy in policies)}:
            rows = [policy for policy in policies if policy["target"] == target] if target else assignments
            found = first_that_fits(in_force(rows, day), scopes)
            used[target, found["position"], found["valid_from"]] += 1
    assert set(used) == {(row.get("target"), row["position"], row["valid_from"]) for row in [*assignments, *policies]}
    assert min(used.values()) >= 8, used


def test_every_schedule_has_requests_at_hours_of_every_kind(exports):
    holidays = {row["day"]: row["kind"] for row in seed("public_holidays", "seeds") if row["holiday_calendar"] == "CN"}
    assignments = seed("schedule_assignments")
    hours = Counter()
    for row, scopes in scoped(exports):
        created = row["created_at"]
        schedule = first_that_fits(in_force(assignments, created.date()), scopes)["schedule_id"]
        hours[schedule, "night" if created.hour >= 22 or created.hour < 8 else "day"] += 1
        hours[schedule, holidays.get(str(created.date()), "usual")] += 1
        hours[schedule, "weekend" if created.weekday() > 4 else "weekday"] += 1
        hours[schedule, "noon"] += created.hour == 12
        for extra in seed("extra_holidays"):
            if extra["schedule_id"] in ("*", schedule) and extra["day"] == str(created.date()):
                hours[schedule, "extra"] += extra["from_time"] <= f"{created:%H:%M}" < extra["to_time"]
    schedules = {row["schedule_id"] for row in seed("business_schedules")}
    assert {schedule for schedule, _ in hours} == schedules
    for schedule in schedules:
        for kind in ("night", "day", "holiday", "usual", "weekend", "weekday", "noon"):
            assert hours[schedule, kind] > 0, (schedule, kind)
    for kind in ("holiday", "working_day", "night", "weekend"):
        assert hours["office", kind] >= 20, kind
    assert hours["office", "extra"] >= 5 and hours["hotline", "extra"] >= 5
