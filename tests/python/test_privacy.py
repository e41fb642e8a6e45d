"""What is personal is landed under pseudonyms, masked or not at all, and the salt stands nowhere."""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import os
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import duckdb
import jinja2
import pytest
from rich.console import Console

from service_kpi import explain, land, privacy, readers, rejects, report, say
from service_kpi import settings as company
from service_kpi.contract import PROJECT, Table, contract
from service_kpi.errors import UserError, legible
from service_kpi.privacy import Guard, Privacy
from service_kpi.settings import Settings

SALT = "0123456789abcdef of these tests"
CUSTOMERS = """customer_id,customer_name,phone,email,segment,joined_on,secret
K1001,张三丰,13800138001,zhang@example.com,gold,2025-01-01,13700137001
 K1002 ,李四光,13800138002,li@example.com,call 13800138003 or +86 138-0013-8004,13800138005,x
"""


@pytest.fixture(autouse=True)
def salt(monkeypatch) -> str:
    monkeypatch.setenv("SERVICE_KPI_SALT", SALT)
    return SALT


@pytest.fixture
def settings(tmp_path) -> Callable[..., Settings]:
    """Files by name, and lines of settings.yml -> the company that has them."""

    def made(written: str = "", **files: str) -> Settings:
        exports = tmp_path / "exports"
        exports.mkdir(exist_ok=True)
        for name, text in files.items():
            (exports / f"{name}.csv").write_text(text, encoding="utf-8")
            os.utime(exports / f"{name}.csv", (1_700_000_000, 1_700_000_000))
        (tmp_path / "settings.yml").write_text(f"company: made up\n{written}", encoding="utf-8")
        return company.load(tmp_path, data_dir=tmp_path / "data")

    return made


def pseudonym(text: str, salt: str = SALT) -> str:
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def landed(settings: Settings, table: str) -> list[dict]:
    rows = []
    for file in land.land(settings).files:
        if file.table == table:
            with duckdb.connect() as reader:
                cursor = reader.execute(
                    "from read_parquet(?) order by _row", [str(settings.landing_dir / file.parquet)]
                )
                names = [column[0] for column in cursor.description]
                rows += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows


# ---------------------------------------------------------------- pseudonyms


@pytest.mark.parametrize("salt", [b"pepper", b"long " * 30, "盐".encode()], ids=["short", "longer than a block", "zh"])
def test_the_pseudonym_is_the_hmac_of_the_library(salt):
    key = privacy.key_of(salt)
    ids = ["K1", "客户三", "13800138000", "0" * 200, "'; drop table x; --"]
    with duckdb.connect() as engine:
        sql = f"select {privacy.hashed('id')} from (select unnest($ids) as id)"
        found = [one for (one,) in engine.execute(sql, {"ids": ids} | key.parameters()).fetchall()]
    assert found == [hmac.new(salt, one.encode(), hashlib.sha256).hexdigest()[:32] for one in ids]


SEEN = [
    " K1 ",
    "K1",
    "\u3000K1\u00a0",
    "\tK1\r",
    "K 1",
    "Ｋ1",
    "",
    " ",
    "\u3000",
    "é",
    " é",
    "客户",
    "客户\u3000",
    "\u00a0客户",
    "a\n",
]


def test_an_identifier_is_trimmed_as_staging_trims_it():
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    text = (PROJECT / "macros" / "contract" / "trim_columns.sql").read_text(encoding="utf-8")
    text = re.sub(r"{{ return\(adapter\.dispatch\('(\w+)'\)\(text\)\) }}", r"{{ default__\1(text) }}", text)
    by_staging = environment.from_string(text).make_module({}).trimmed("id")
    with duckdb.connect() as engine:
        rows = engine.execute(
            f"select {by_staging}, {privacy.trimmed('id')} from (select unnest($ids) as id)", {"ids": SEEN}
        ).fetchall()
    assert [staged for staged, _ in rows] == [ours for _, ours in rows]
    assert [ours for _, ours in rows] == ["K1"] * 4 + [
        "K 1",
        "Ｋ1",
        None,
        None,
        None,
        "é",
        "é",
        "客户",
        "客户",
        "客户",
        "a",
    ]


def test_customers_are_landed_under_pseudonyms_and_their_contacts_and_names_not_at_all(settings):
    rows = landed(settings(customers=CUSTOMERS), "customers")
    assert [row["customer_id"] for row in rows] == [pseudonym("K1001"), pseudonym("K1002")]
    assert {row[name] for row in rows for name in ("customer_name", "phone", "email")} == {None}
    assert [row["segment"] for row in rows] == ["gold", "call *** or ***"]
    assert [row["joined_on"] for row in rows] == ["2025-01-01", "***"]
    assert "secret" not in rows[0]


def test_with_keep_the_identifiers_stay_and_no_salt_is_needed(settings, monkeypatch):
    monkeypatch.delenv("SERVICE_KPI_SALT")
    rows = landed(settings("privacy: {customers: keep}", customers=CUSTOMERS), "customers")
    assert [row["customer_id"] for row in rows] == ["K1001", " K1002 "]
    assert {row[name] for row in rows for name in ("customer_name", "phone", "email")} == {None}


EVENTS = """event_id,request_id,event_type,occurred_at,actor_id,actor_type
E1,R1,agent_reply,2025-01-01,A1,agent
E2,R1,agent_reply,2025-01-01,A1,\u3000AGENT
E3,R1,status_changed,2025-01-01,A1,System
E4,R1,agent_reply,2025-01-01,A1,
E5,R1,customer_message,2025-01-01,K1,customer
E6,R1,customer_message,2025-01-01,K1,
E7,R1,customer_message,2025-01-01,K1,robot
"""
ANSWERS = """response_id,survey,respondent_type,respondent_id,responded_at,comment
S1,csat,customer,K1,2025-01-01,请回电13800138001，谢谢
S2,csat,,K1,2025-01-01,mail zhang@example.com
S3,employee,,A1,2025-01-01,card 6222 0212 3456 7890 123
S4,Employee_NPS , Agent,A1,2025-01-01,id 11010519491231002X
S5,partner,partner,P1,2025-01-01,order 12345678 of 2025-01-01
"""


def test_who_is_no_customer_keeps_the_identifier(settings):
    chosen = settings(request_events=EVENTS, survey_responses=ANSWERS)
    assert [row["actor_id"] for row in landed(chosen, "request_events")] == ["A1"] * 4 + [pseudonym("K1")] * 3
    answers = [row["respondent_id"] for row in landed(chosen, "survey_responses")]
    assert answers == [pseudonym("K1")] * 2 + ["A1"] * 2 + [pseudonym("P1")]


def test_without_the_column_that_says_it_who_acts_is_a_customer_unless_it_is_a_reply(settings):
    text = "\n".join(line.rsplit(",", 1)[0] for line in EVENTS.splitlines())
    actors = [row["actor_id"] for row in landed(settings(request_events=text), "request_events")]
    assert actors == ["A1", "A1", pseudonym("A1"), "A1"] + [pseudonym("K1")] * 3


def test_a_row_that_does_not_fit_its_header_keeps_no_cell(settings):
    (row,) = landed(settings(customers="customer_id,segment\n张三丰,K1001,13800138001\n"), "customers")
    told = {name: row[name] for name in ("customer_id", "segment", "_problem")}
    assert told == {"customer_id": None, "segment": None, "_problem": "the row has 3 fields, the header has 2"}


# ---------------------------------------------------------------- policies


@pytest.mark.parametrize(
    ("policy", "comments"),
    [
        ("drop", [None] * 5),
        ("mask", ["请回电***，谢谢", "mail ***", "card ***", "id ***", "order 12345678 of 2025-01-01"]),
        ("keep", [line.rsplit(",", 1)[1] for line in ANSWERS.splitlines()[1:]]),
    ],
)
def test_free_text_by_policy(settings, policy, comments):
    chosen = settings(f"privacy: {{free_text: {policy}}}", survey_responses=ANSWERS)
    assert [row["comment"] for row in landed(chosen, "survey_responses")] == comments


AGENTS = "agent_id,team_id,agent_name\nA1,T1,王五\nA2,T1,K1001\n"


@pytest.mark.parametrize("policy", ["keep", "pseudonym", "drop"])
def test_names_of_agents_by_policy(settings, policy):
    names = {
        "keep": ["王五", "K1001"],
        "pseudonym": [pseudonym("agent 王五"), pseudonym("agent K1001")],
        "drop": [None, None],
    }
    chosen = settings(f"privacy: {{agent_names: {policy}}}", agents=AGENTS)
    assert [row["agent_name"] for row in landed(chosen, "agents")] == names[policy]


MASKED = {
    "13800138000": "***",
    "a 138 0013 8000, b 139-0013-9000": "a ***, b ***",
    "13800138000,13900139000,13700137000": "***,***,***",
    "＋８６１３８００１３８０００": "***",
    "8613800138000 00861380013 8000": "*** ***",
    "手机13800138000谢谢": "手机***谢谢",
    "a@b.cn": "***",
    "邮箱zhang.san@mail.example.com。": "邮箱***。",
    "11010519491231002X": "***",
    # right-looking twins
    "12800138000": "12800138000",
    "138001380001": "138001380001",
    "1380013800": "1380013800",
    "2025-06-01 09:03:00.123456+08:00": "2025-06-01 09:03:00.123456+08:00",
    "20250605090300": "20250605090300",
    "a@b": "a@b",
    "@home": "@home",
    "1234567890123456789": "1234567890123456789",
    "": "",
}


def test_what_looks_personal_is_masked_and_its_twins_are_not():
    with duckdb.connect() as engine:
        sql = f"select {privacy.masked('t')} from (select unnest($texts) as t)"
        found = [one for (one,) in engine.execute(sql, {"texts": list(MASKED)}).fetchall()]
    assert dict(zip(MASKED, found, strict=True)) == MASKED


def test_identifiers_and_amounts_are_no_telephone_numbers(settings):
    orders = "order_id,customer_id,ordered_at,amount,currency,item_count\n"
    orders += "13800138000,K1,2025-01-01,13800138000,CNY,13800138000\n"
    (row,) = landed(settings(orders=orders), "orders")
    assert (row["order_id"], row["amount"], row["item_count"]) == ("13800138000", "13800138000", "***")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("privacy: {customer: keep}", "customer is not a setting; known: agent_names, agent_pages, customers,"),
        ("privacy: {customers: drop}", "customers: drop is not known; choose pseudonym or keep."),
        ("privacy: {agent_names: mask}", "agent_names: mask is not known; choose keep or pseudonym or drop."),
        ("privacy: {agent_pages: on call}", "agent_pages: on call is not known; choose true or false."),
        ("privacy: {free_text: no}", "free_text: False is not known; choose drop or mask or keep."),
        ("privacy: {retention_days: 30}", "retention_days: expected `name: value` lines, not 30."),
        ("privacy: {retention_days: {ledger: 30}}", "ledger is not kept by days; known: landing, rejects, runs."),
        ("privacy: {retention_days: {runs: 0}}", "runs: expected a whole number from 1 to 36500, not 0."),
        ("privacy: {retention_days: {runs: yes}}", "runs: expected a whole number from 1 to 36500, not True."),
        ("privacy: {known_columns: orders}", "known_columns: expected a list as [orders.order_id], not 'orders'."),
        ("privacy: [keep]", "privacy: expected `name: value` lines, not ['keep']."),
    ],
)
def test_a_mistake_in_the_settings_is_said(settings, written, message):
    with pytest.raises(UserError, match=re.escape(message)):
        settings(written)


def test_the_policy_is_read(settings):
    written = (
        "privacy: {customers: keep, agent_names: drop, free_text: mask, retention_days: {landing: 1, runs: 36500},"
        " known_columns: [orders.order_id]}"
    )
    assert settings(written).privacy == Privacy(
        "keep", "drop", "mask", {"landing": 1, "runs": 36500}, ("orders.order_id",)
    )
    assert settings().privacy == Privacy("pseudonym", "keep", "drop", {}, ())


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"personal": "secret"}, "a: personal: secret is not known; choose customer, contact,"),
        ({"personal": "contact", "required": True}, "contact is not landed, though the column is required"),
        ({"personal": "free_text", "required": True}, "free_text is not landed, though the column is required"),
        ({"personal": "customer", "unless": [{"kind": ["agent"]}]}, "`unless` stands beside `customer` and names col"),
        ({"personal": "contact", "unless": [{"a": ["agent"]}]}, "`unless` stands beside `customer` and names columns"),
        ({"personal": "customer", "unless": [{"a": ["agent"]}], "required": True}, None),
        ({"personal": "agent_name", "required": True}, None),
        ({}, None),
    ],
)
def test_what_a_source_says_of_its_columns_is_checked(rules, message):
    table = Table("t", ("a",), (), rules={"a": rules})
    if message is None:
        return privacy.check_declared([table], Privacy(), "s")
    with pytest.raises(UserError, match=re.escape(message)):
        privacy.check_declared([table], Privacy(), "s")


def test_every_export_says_what_its_columns_are():
    """Who adds a column that names a customer has to say so: these names are taken as such."""
    for table in contract().values():
        for column in table.columns:
            said = table.rules[column].get("personal")
            assert said == "customer" or column not in ("customer_id", "respondent_id", "actor_id"), (
                table.name,
                column,
            )
            assert said in (*privacy.PERSONAL, None)
    privacy.check_declared(contract().values(), Privacy(agent_names="drop"), "contract")


# ---------------------------------------------------------------- the salt


def test_without_a_salt_nothing_is_landed_and_the_line_says_how_to_make_one(settings, monkeypatch):
    chosen = settings(customers=CUSTOMERS)
    monkeypatch.delenv("SERVICE_KPI_SALT")
    with pytest.raises(UserError, match=re.escape("export SERVICE_KPI_SALT=$(openssl rand -hex 32)")):
        land.land(chosen)
    assert not list(chosen.landing_dir.rglob("*.parquet"))
    monkeypatch.setenv("SERVICE_KPI_SALT", "pepper and salt")
    with pytest.raises(UserError, match="16 characters at least") as raised:
        land.land(chosen)
    assert "pepper" not in str(raised.value)
    monkeypatch.setenv("SERVICE_KPI_SALT", "pepper and salt!")
    assert land.land(chosen).new == 1


def test_the_demo_alone_has_a_salt_of_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("SERVICE_KPI_SALT")
    demo = company.load(PROJECT / "companies" / "demo", data_dir=tmp_path)
    assert privacy.salted(demo) == privacy.key_of(privacy.DEMO_SALT.encode())
    for other in (company.load(demo.company_dir, exports=tmp_path), company.load(exports=tmp_path)):
        with pytest.raises(UserError, match="SERVICE_KPI_SALT is not set"):
            privacy.salted(other)


def test_a_source_that_names_no_customer_needs_no_salt(tmp_path, monkeypatch):
    monkeypatch.delenv("SERVICE_KPI_SALT")
    for name in ("phonenow", "ecommerce"):
        chosen = company.load(PROJECT / "companies" / "examples" / name, exports=tmp_path)
        assert privacy.salted(chosen) is None


def test_another_salt_or_policy_lands_anew_and_the_same_does_not(settings, monkeypatch):
    chosen = settings(customers=CUSTOMERS, calls="call_id,started_at\n1,2025-01-01\n")
    assert land.land(chosen).new == 2
    assert land.land(chosen).new == 0
    assert land.land(settings("privacy: {agent_names: drop, free_text: keep}")).new == 0, "they have neither"
    monkeypatch.setenv("SERVICE_KPI_SALT", "another salt, as long")
    result = land.land(chosen)
    assert result.new == 2
    assert len(list(chosen.landing_dir.rglob("*.parquet"))) == 2, "what was landed with the old salt is gone"
    assert landed(chosen, "customers")[0]["customer_id"] == pseudonym("K1001", "another salt, as long")


def test_a_file_that_is_gone_cannot_be_landed_anew_and_the_line_says_what_to_do(settings, monkeypatch):
    chosen = settings(customers=CUSTOMERS, calls="call_id,started_at\n1,2025-01-01\n")
    land.land(chosen)
    for name in ("customers", "calls"):
        (chosen.sources[0].folder / f"{name}.csv").unlink()
    assert "customers.csv is no longer in the folder; what was landed of it still counts" in land.land(chosen).notes
    monkeypatch.setenv("SERVICE_KPI_SALT", "another salt, as long")
    with pytest.raises(UserError, match="was landed with another salt or other privacy settings and is no longer"):
        land.land(chosen)
    monkeypatch.setenv("SERVICE_KPI_SALT", SALT)
    with pytest.raises(UserError, match="other privacy settings"):
        land.land(settings("privacy: {customers: keep}"))
    assert len(land.land(chosen).files) == 2
    monkeypatch.setenv("SERVICE_KPI_SALT", "another salt, as long")
    (chosen.sources[0].folder / "calls.csv").write_text("call_id,started_at\n1,2025-01-01\n")
    assert [file.file for file in land.land(chosen, drop_missing=True).files] == ["calls.csv"]


def test_neither_salt_nor_identifier_stands_in_sql_or_in_a_shown_key(settings):
    key = privacy.key_of(SALT.encode())
    guard = Guard(contract()["customers"], key=key)
    sql, parameters = guard.select("somewhere", {"customer_id": "c0"}, "customers.csv")
    assert set(parameters) == {"outer", "inner"} and parameters["outer"] not in sql.encode()
    for text in (sql, repr(guard), repr(key), repr(settings())):
        assert SALT not in text and repr(key.inner) not in text
    assert key.fingerprint == hmac.new(SALT.encode(), b"service-kpi fingerprint", hashlib.sha256).hexdigest()[:12]
    assert replace(guard, key=privacy.key_of(b"another")).mark(["customer_id"]) != guard.mark(["customer_id"])
    assert replace(guard, key=privacy.key_of(b"another")).mark(["segment"]) == guard.mark(["segment"])


def test_the_manifest_holds_no_salt_and_no_cell(settings):
    chosen = settings(customers=CUSTOMERS)
    land.land(chosen)
    text = (chosen.landing_dir / "manifest.json").read_text()
    (entry,) = json.loads(text)["files"]
    assert entry["unknown"] == ["secret"] and "secret" not in entry["columns"]
    for told in (SALT, "K1001", "13800138001", "张三丰"):
        assert told not in text


# ---------------------------------------------------------------- where a cell's text may go

PLANTED = "'; drop table t; -- \x1b]0;owned\x07 \u202etxt [bold]x[/] [/red] <script>alert(1)</script> {{ 7*7 }}"


def test_planted_text_is_landed_as_it_is_and_steers_no_sql(settings):
    csv_text = f'call_id,started_at,topic,queue\n"{PLANTED}",2025-01-01,"{PLANTED}",q\n'
    (row,) = landed(settings(calls=csv_text), "calls")
    assert row["call_id"] == row["topic"] == PLANTED
    named = settings(orders=f'"{PLANTED}",order_id,customer_id,ordered_at\nx,O1,{PLANTED[:20]},2025-01-01\n')
    (order,) = landed(named, "orders")
    assert order["customer_id"] == pseudonym(PLANTED[:20].strip())


def test_planted_text_steers_no_terminal(capsys, monkeypatch):
    monkeypatch.setattr(say, "console", Console(file=sys.stdout, soft_wrap=True, force_terminal=True, width=500))
    monkeypatch.setattr(explain, "console", say.console)
    monkeypatch.setattr(rejects, "console", say.console)
    explain._print(say.Say(), ["topic"], [(PLANTED,), (None,), (-1.5,)])
    rejects._print(say.Say(), ["reason"], [(PLANTED,)], chinese=False)
    say.Say().line(PLANTED)
    say.Say().note(PLANTED)
    told = capsys.readouterr().out
    assert told.count("\\x1b]0;owned\\x07 \\u202etxt [bold]x[/] [/red]") == 4
    assert "\x1b]" not in told and "\x07" not in told and "\u202e" not in told
    assert legible("two\nlines\tand 中文 é 👍", lines=True) == "two\nlines\tand 中文 é 👍"


def test_planted_text_is_no_formula_in_what_explain_writes(tmp_path):
    planted = ["=1+1", "+8613800138000", "@SUM(A1)", "-1+1", "plain"]
    with duckdb.connect() as engine:
        engine.execute("create table listing as select unnest($p) as topic, -1.5e-7 as amount", {"p": planted})
        listing = SimpleNamespace(columns=["topic", "amount"], model="calls", table="listing")
        built = SimpleNamespace(connection=engine)
        explain.write_csv(built, SimpleNamespace(listings=[listing]), tmp_path / "rows.csv")
    with open(tmp_path / "rows.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert sorted(row[1] for row in rows) == sorted(["'=1+1", "'+8613800138000", "'@SUM(A1)", "'-1+1", "plain"])
    assert {row[2] for row in rows} == {"-1.5e-07"}


def test_planted_text_is_no_markup_in_the_report():
    assert "<script>" not in report._environment().from_string("{{ text }}").render(text=PLANTED)


def test_a_header_of_people_is_shown_and_not_recorded(settings):
    chosen = settings(calls="张三丰,13800138001,K1001\n1,2,3\n")
    with pytest.raises(UserError) as raised:
        land.land(chosen)
    assert "张三丰, ***, K1001" in str(raised.value) and "call_id, started_at" in str(raised.value)
    assert "张三丰" not in raised.value.recorded and "K1001" not in raised.value.recorded
    assert "call_id, started_at" in raised.value.recorded


def test_what_a_kill_leaves_of_an_export_is_for_us_alone_and_swept(settings):
    plain = settings(calls="call_id,started_at\n1,2025-01-01\n").landing_dir / "standard" / "calls" / "x.plain.tmp"
    plain.parent.mkdir(parents=True)
    with open(plain, "w", opener=readers._for_us_alone) as file:
        file.write("13800138001")
    assert stat.S_IMODE(plain.stat().st_mode) == 0o600
    spilt = settings().landing_dir / land.SPILL
    with land._engine(spilt.parent):
        assert stat.S_IMODE(spilt.stat().st_mode) == 0o700
    assert not spilt.exists()
    spilt.mkdir()
    land.land(settings())
    assert not plain.exists() and not spilt.exists()
