"""A company's own seeds: what its people mistype is told in a line before anything is built."""

from __future__ import annotations

import csv
import shutil

import pytest
import yaml

from service_kpi import seeds
from service_kpi.contract import PROJECT
from service_kpi.errors import UserError

HEADER = "kpi_id,scope_type,scope_id,period_grain,valid_from,target,target_to,near_margin\n"


def put(folder, text: str, name: str = "kpi_targets.csv", encoding: str = "utf-8"):
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "seeds" / name).write_text(text, encoding=encoding)
    return folder


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + "call_connect_rate,company,*,*,2025-01-01,ninety,,0.05\n", ("row 2, column target", "'ninety'")),
        (
            HEADER + "reply_rate,team,*,*,2025-01-01,1,,0\nfault_rate,team,*,*,1.1.2025,1,,0\n",
            ("row 3, column valid_from",),
        ),
        (HEADER + "reply_rate,team,*,*,2025-01-01,nan,,0\n", ("column target",)),
        (HEADER + "reply_rate,team,*,*,2025-01-01,,,0\n", ("column target", "''")),
        (HEADER + "reply_rate,team,*\n", ("row 2", "3 values")),
        (HEADER + "reply_rat,team,*,*,2025-01-01,1,,0\n", ("row 2, column kpi_id", "'reply_rat' is not a kpi_id")),
        (HEADER + "reply_rate,teams,*,*,2025-01-01,1,,0\n", ("row 2, column scope_type", "'teams'")),
        ("kpi_id,target\n", ("header", "near_margin")),
        (HEADER + "reply_rate,team,*,*,2025-01-01,90,,0\n", ("row 2, column target", "0.85 for 85 %")),
        (HEADER + "occupancy,team,*,*,2025-01-01,0.75,0.7,0\n", ("row 2, column target_to", "not above the target")),
        (HEADER + "occupancy,team,*,*,2025-01-01,0.75,most,0\n", ("row 2, column target_to", "'most'")),
        (HEADER + "reply_rate,team,*,*,2025-01-01,0.75,0.8,0\n", ("row 2, column target_to", "higher")),
        (HEADER + "service_demand_volume,team,*,*,2025-01-01,5,8,0\n", ("row 2, column target_to", "no band", "none")),
        (HEADER + "occupancy,team,*,*,2025-01-01,75,85,0\n", ("row 2, column target", "7,500 %", "0.85 for 85 %")),
        (HEADER + "service_request_volume,team,*,*,2025-01-01,1_000,,0\n", ("row 2, column target", "'1_000'")),
        (HEADER + "service_request_volume,team,*,*,2025-01-01,９００,,0\n", ("row 2, column target", "'９００'")),
        (HEADER + "service_request_volume,team,*,*,2025-01-01, 900 ,,0\n", ("row 2, column target", "' 900 '")),
        (HEADER + "customer_retention_rate,agent,*,*,2025-01-01,1,,0\n", ("row 2, column scope_type", "by agent")),
        (HEADER + "reply_rate,company,acme,*,2025-01-01,1,,0\n", ("row 2, column scope_id", "'acme'", "write all")),
        ("", ("header",)),
    ],
)
def test_a_mistake_names_file_row_and_column(tmp_path, text, words):
    with pytest.raises(UserError) as told:
        seeds.check(put(tmp_path, text))
    assert "kpi_targets.csv" in str(told.value) and "\n" not in str(told.value)
    assert all(word in str(told.value) for word in words), told.value


def test_what_no_csv_reader_takes_is_said_in_a_line(tmp_path):
    """A cell without end; the limit is one of the whole process, and landing raises it."""
    before = csv.field_size_limit(131_072)
    try:
        with pytest.raises(UserError, match=r"no CSV .*field limit"):
            seeds.check(put(tmp_path, HEADER + "reply_rate,team," + 140_000 * "x" + ",*,2025-01-01,1,,0\n"))
    finally:
        csv.field_size_limit(before)


def test_a_file_in_another_encoding_is_named(tmp_path):
    with pytest.raises(UserError, match="UTF-8"):
        seeds.check(put(tmp_path, HEADER + "reply_rate,team,华东,*,2025-01-01,1,,0\n", encoding="gb18030"))


def test_what_is_right_passes(tmp_path):
    rows = "reply_rate,team,华东,*,2025-01-01,0.9,,0.05\noccupancy,company,all,*,2025-01-01,0.75,0.85,0.05\n"
    seeds.check(put(tmp_path, HEADER + rows, encoding="utf-8-sig"))


def test_our_companies_and_our_own_seeds_pass(tmp_path):
    for company in ("demo", "blank"):
        seeds.check(PROJECT / "companies" / company)
    for ours in seeds.OURS.glob("*.csv"):
        assert (seeds._read(ours, seeds._declared()[ours.stem]) == []) == (ours.stem != "index_parts")
        put(tmp_path, ours.read_text(encoding="utf-8"), ours.name)
    seeds.check(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("kpi_registry", ",higher,", ",more,", ("row 2, column better", "'more'")),
        ("scope_types", "\nchannel,", "\nteam,", ("column scope_type", "as in row")),
        ("kpi_inputs", "\nreply_rate,", "\nrepl_rate,", ("column kpi_id", "kpi_registry.csv")),
        ("kpi_inputs", ",service_requests,", ",requests,", ("column entity", "no export")),
        ("kpi_frameworks", ",reply_rate", ",repl_rate", ("column kpi_id", "kpi_registry.csv")),
        ("kpi_frameworks", ",1,", ",0,", ("column position", "1 or more")),
        ("request_statuses", ",paused", ",parked", ("column kind", "one of open")),
        ("scope_types", "agent_team", "agents", ("column scope_set", "one of agent_team")),
    ],
)
def test_a_mistake_in_the_projects_own_seeds_is_told_the_same_way(tmp_path, monkeypatch, name, old, new, words):
    shutil.copytree(PROJECT / "seeds", tmp_path / "seeds")
    monkeypatch.setattr(seeds, "PROJECT", tmp_path)
    seeds.check(PROJECT / "companies" / "blank")
    text = (tmp_path / "seeds" / f"{name}.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "seeds" / f"{name}.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UserError) as told:
        seeds.check(PROJECT / "companies" / "blank")
    assert f"{name}.csv: row" in str(told.value) and all(word in str(told.value) for word in words), told.value


def test_plain_dbt_takes_the_seeds_of_the_demo():
    demo = seeds.company_seeds(PROJECT / "companies" / "demo")
    written = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert written["vars"]["company_seeds"] == demo
    enabled = {name: said["+enabled"] for name, said in written["seeds"]["service_kpi"]["company"].items()}
    assert enabled == {
        ours.stem: f"{{{{ '{ours.stem}' not in var('company_seeds', {[ours.stem] if ours.stem in demo else []}) }}}}"
        for ours in seeds.OURS.glob("*.csv")
    }


# Hours, service levels, assets, rates, indices: a small company that is right, and one cell of it wrong at a time.

RIGHT = {
    "business_schedules": """
        schedule_id,valid_from,time_zone,holiday_calendar,weekdays,opens,closes
        office,2024-01-01,Asia/Shanghai,CN,12345,09:00,18:00
        office,2025-01-01,Asia/Shanghai,CN,12345,08:30,18:00
        night,2024-01-01,Europe/Berlin,FAIR,1234567,20:00,08:00
        whole,2024-01-01,America/New_York,none,7654321,00:00,24:00
    """,
    "public_holidays_overrides": """
        holiday_calendar,day,kind,name_en,name_zh
        FAIR,2024-05-01,holiday,,
        CN,2027-01-01,working_day,New Year,元旦
    """,
    "extra_holidays": """
        schedule_id,day,kind,from_time,to_time
        office,2025-01-27,closed,12:00,24:00
        *,2025-01-27,open,14:00,16:00
    """,
    "schedule_assignments": """
        position,valid_from,team_id,channel,customer_segment,member_tier,schedule_id
        1,2024-01-01,*,phone,*,*,night
        1,2025-01-01,*,phone,*,*,always
        2,2024-01-01,*,*,大客户,*,office
    """,
    "sla_policies": """
        position,valid_from,request_type,priority,channel,customer_segment,member_tier,target,minutes,clock,pauses
        1,2024-01-01,*,*,*,*,*,first_response,30,business,false
        1,2024-01-01,*,*,*,*,*,resolution,0,calendar,true
        1,2025-01-01,*,*,*,*,*,resolution,60,calendar,true
    """,
    "request_statuses_overrides": """
        status,kind
        待客户确认,paused
        pending,open
    """,
    "assets": """
        asset_id,service_id,region,in_service_from,in_service_to
        L1,S1,华东,2024-01-01,9999-12-31
        L2,unknown,unknown,2024-01-01,2024-01-01
    """,
    "regions_in_scope": """
        region,valid_from,valid_to
        华东,2024-07-01,9999-12-31
        华东,2024-01-01,2024-03-31
        华南,2024-01-01,9999-12-31
    """,
    "exchange_rates": """
        currency,valid_from,rate
        USD,2024-01-01,7.1
        USD,2025-01-01,0.5
        EUR,2024-01-01,8
    """,
    "index_parts": """
        index_id,valid_from,part,kpi_id,weight,floor,target
        service_quality_index,2024-01-01,speed,service_response_time,0.5,3600,0
        service_quality_index,2024-01-01,speed,reply_rate,2,-1,0.95
        service_quality_index,2024-01-01,words,service_accuracy_score,1,0,0.9
        service_quality_index,2024-01-01,staff,training_pass_rate,1,0,0.8
        customer_satisfaction_index,2024-01-01,speed,reply_rate,1,0.5,1
        customer_satisfaction_index,2025-01-01,orders,delivery_accuracy_rate,1,0.25,1
    """,
    "ahp_judgements": """
        index_id,valid_from,parent,judge,item_a,item_b,judgement
        service_quality_index,2025-01-01,*,head,speed,words,3
        service_quality_index,2025-01-01,*,head,staff,speed,1/2
        service_quality_index,2025-01-01,*,head,words,staff,2.5
        service_quality_index,2025-01-01,speed,head,reply_rate,service_response_time,9
        service_quality_index,2025-01-01,speed,panel,service_response_time,reply_rate,0.2
    """,
}
RIGHT |= {
    "benchmarks": """
        kpi_id,scope_type,position,valid_from,kind,name,value,unit,source,published_on
        reply_rate,company,1,2024-01-01,industry,survey,0.9,percent,report,2023-11-15
        reply_rate,company,1,2025-01-01,industry,survey,1,percent,report,2025-01-01
        service_response_time,team,1,2024-01-01,own_history,us,900,seconds,files,2023-12-31
    """,
    "evaluation_plan": """
        kpi_id,audience,valid_from,valid_to,frequency,stage,owner,participants,external_experts,status
        reply_rate,board,2024-01-01,2024-12-31,quarterly,measurement,head,,,pilot
        reply_rate,board,2025-01-01,9999-12-31,half_yearly,feedback,head,leads,institute,in_force
        reply_rate,managers,2024-06-01,9999-12-31,monthly,review,head,,,in_force
    """,
}
OFFICE, NIGHT = "office,2024-01-01,Asia/Shanghai,CN,12345,09:00,18:00", "Europe/Berlin,FAIR,1234567,20:00,08:00"


def right(folder, name: str = "", old: str = "", new: str = ""):
    """The company that is right, with `old` of one seed replaced."""
    for seed, lines in RIGHT.items():
        text = "".join(line.strip() + "\n" for line in lines.strip().splitlines())
        if seed == name:
            assert text.count(old) == 1, (seed, old)
            text = text.replace(old, new)
        put(folder, text, f"{seed}.csv")
    return folder


def test_a_company_that_is_right_passes(tmp_path):
    seeds.check(right(tmp_path))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("business_schedules", NIGHT, "Asia/Urumqi,none,6,09:00,09:00"),  # round to the same hour
        ("business_schedules", NIGHT, "Europe/Berlin,FAIR,1234567,20:00,00:00"),
        ("business_schedules", OFFICE, OFFICE.replace("18", "12") + "\n" + OFFICE.replace("09", "13")),
        ("extra_holidays", "14:00,16:00", "00:00,24:00"),
        ("extra_holidays", "*,2025-01-27,open", "office,2025-01-27,open"),
        ("schedule_assignments", "大客户", "*"),
        ("sla_policies", "1,2024-01-01,*,*,*,*,*,resolution", "100,2024-01-01,*,*,*,*,*,resolution"),
        ("request_statuses_overrides", "pending", "Waiting for parts"),
        ("regions_in_scope", "2024-03-31", "2024-06-30"),
        ("regions_in_scope", "华南,2024-01-01,9999-12-31", "华南,2024-01-01,2024-01-01"),
        ("exchange_rates", "EUR", "人民币"),
        ("index_parts", "on_index,2024-01-01,speed", "on_index,2024-01-01,replies"),
        ("ahp_judgements", "reply_rate,service_response_time,9", "service_response_time,reply_rate,1/9"),
        ("ahp_judgements", ",2.5", ",9.0"),
    ],
)  # fmt: skip
def test_what_only_looks_odd_passes(tmp_path, name, old, new):
    seeds.check(right(tmp_path, name, old, new))


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("business_schedules", "08:30", "8:30", ("row 3, column opens", "'8:30'", "09:00")),
        ("business_schedules", "08:30", "24:00", ("row 3, column opens", "23:59")),
        ("business_schedules", "20:00,08:00", "20:00,25:00", ("row 4, column closes", "24:00")),
        ("business_schedules", "20:00,08:00", "20:60,08:00", ("row 4, column opens",)),
        ("business_schedules", "20:00,08:00", "20:00,", ("row 4, column closes", "''")),
        ("business_schedules", "7654321", "0123456", ("row 5, column weekdays", "'0123456'")),
        ("business_schedules", "7654321", "11", ("row 5, column weekdays", "once")),
        ("business_schedules", "7654321", "6-7", ("row 5, column weekdays",)),
        ("business_schedules", "America/New_York", "EST5", ("row 5, column time_zone", "Asia/Shanghai")),
        ("business_schedules", "Europe/Berlin", "europe/berlin", ("row 4, column time_zone",)),
        ("business_schedules", "Shanghai,CN,12345,08:30", "Tokyo,CN,1,08:30", ("row 3, column time_zone", "office")),
        ("business_schedules", "CN,12345,08:30", "none,12345,08:30", ("row 3, column holiday_calendar", "'CN'")),
        ("business_schedules", "FAIR", "DE", ("row 4, column holiday_calendar", "none, CN, FAIR")),
        ("business_schedules", "2025-01-01", "2025-02-30", ("row 3, column valid_from",)),
        ("business_schedules", "2025-01-01", "20250101", ("row 3, column valid_from", "2025-06-30")),
        ("business_schedules", "whole", "always", ("row 5, column schedule_id", "another name")),
        ("business_schedules", OFFICE, OFFICE + "\n" + OFFICE, ("row 3, column opens", "row 2")),
        ("public_holidays_overrides", "working_day", "workday", ("row 3, column kind", "holiday, working_day")),
        ("public_holidays_overrides", "holiday,,", "holiday,,\nFAIR,2024-05-01,holiday,,", ("row 3, column day",)),
        ("extra_holidays", "office", "factory", ("row 2, column schedule_id", "*, night, office, whole")),
        ("extra_holidays", "12:00,24:00", "12:00,12:00", ("row 2, column to_time", "midnight")),
        ("extra_holidays", "12:00,24:00", "24:00,24:00", ("row 2, column to_time",)),
        ("extra_holidays", "closed", "Closed", ("row 2, column kind", "closed, open")),
        ("extra_holidays", "*,2025-01-27,open,14", "office,2025-01-27,closed,12", ("row 3, column from_time", "row 2")),
        ("schedule_assignments", "night", "nights", ("row 2, column schedule_id", "always, night, office, whole")),
        ("schedule_assignments", "always", "*", ("row 3, column schedule_id",)),
        ("schedule_assignments", "2,2024-01-01", "0,2024-01-01", ("row 4, column position", "1 or more")),
        ("schedule_assignments", "2,2024-01-01", "2.5,2024-01-01", ("row 4, column position", "a whole number")),
        ("schedule_assignments", "2,2024-01-01", "01,2024-01-01", ("row 4, column valid_from", "row 2")),
        ("schedule_assignments", "大客户", "", ("row 4, column customer_segment", "* stands for any")),
        ("schedule_assignments", "大客户", "大客户 ", ("row 4, column customer_segment", "blanks")),
        ("sla_policies", "first_response", "first_reply", ("row 2, column target", "first_response, next_reply")),
        ("sla_policies", "business", "office", ("row 2, column clock", "business, calendar")),
        ("sla_policies", "30", "-1", ("row 2, column minutes", "0 or more")),
        ("sla_policies", "30", "30 min", ("row 2, column minutes", "a whole number")),
        ("sla_policies", "false", "no", ("row 2, column pauses", "true or false")),
        ("sla_policies", "1,2025-01-01", "1,2024-01-01", ("row 4, column valid_from", "row 3")),
        ("request_statuses_overrides", "paused", "waiting", ("row 2, column kind", "open, paused, resolved")),
        ("request_statuses_overrides", "pending,open", "Open,open\nopen,paused", ("row 4, column status", "row 3")),
        ("assets", "L2", "L1", ("row 3, column asset_id", "row 2")),
        ("assets", "2024-01-01,2024-01-01", "2024-01-01,2023-12-31", ("row 3, column in_service_to", "9999-12-31")),
        ("assets", "9999-12-31", "", ("row 2, column in_service_to", "''")),
        ("assets", "S1", "", ("row 2, column service_id", "''")),
        ("regions_in_scope", "2024-03-31", "2023-03-31", ("row 3, column valid_to", "before valid_from")),
        ("regions_in_scope", "2024-03-31", "2024-07-01", ("row 2, column valid_from", "2024-01-01 to 2024-07-01")),
        ("regions_in_scope", "2024-07-01", "2024-01-01", ("row 3, column valid_from", "row 2")),
        ("regions_in_scope", "华南", "unknown", ("row 4, column region", "no region")),
        ("exchange_rates", "0.5", "0", ("row 3, column rate", "more than 0")),
        ("exchange_rates", "0.5", "-7", ("row 3, column rate", "more than 0")),
        ("exchange_rates", "EUR", "CNY", ("row 4, column currency", "the reporting currency")),
        ("exchange_rates", "EUR", "eur", ("row 4, column currency", "capitals")),
        ("exchange_rates", "2025-01-01", "2024-01-01", ("row 3, column valid_from", "row 2")),
        ("benchmarks", ",0.9,", ",90,", ("row 2, column value", "0.85 for 85 %")),
        ("benchmarks", "900,seconds", "15,minutes", ("row 4, column unit", "'minutes'", "bring the value to seconds")),
        ("benchmarks", "service_response_time", "response_time", ("row 4, column kpi_id", "kpi_registry.csv")),
        ("benchmarks", "own_history", "history", ("row 4, column kind", "industry, competitor")),
        ("benchmarks", "report,2025-01-01", "report,2025-01-02", ("row 3, column published_on", "not known yet")),
        ("benchmarks", "1,2025-01-01", "1,2024-01-01", ("row 3, column valid_from", "row 2")),
        ("benchmarks", "files,", ",", ("row 4, column source", "''")),
        ("evaluation_plan", "2024-12-31", "2025-01-01", ("row 3, column valid_from", "another row for board")),
        ("evaluation_plan", "2024-12-31", "2023-12-31", ("row 2, column valid_to", "before valid_from")),
        ("evaluation_plan", "managers", "manager", ("row 4, column audience", "board, managers")),
        ("evaluation_plan", "reply_rate,managers", "replies,managers", ("row 4, column kpi_id", "kpi_registry.csv")),
        ("evaluation_plan", "reply_rate,managers", "unit_service_cost,customers", ("row 4, column audience",)),
        ("evaluation_plan", "monthly", "weekly", ("row 4, column frequency", "half_yearly")),
        ("index_parts", "on_index,2024", "on,2024", ("row 6, column index_id",)),
        ("index_parts", "service_response_time", "response_time", ("row 2, column kpi_id", "kpi_registry.csv")),
        ("index_parts", "service_response_time", "service_quality_improvement_rate", ("column kpi_id", "other KPIs")),
        ("index_parts", "service_response_time", "customer_satisfaction_index", ("column kpi_id", "other KPIs")),
        ("index_parts", "service_response_time", "reply_rate", ("row 3, column kpi_id", "row 2")),
        ("index_parts", "0.5,3600", "0,3600", ("row 2, column weight", "more than 0")),
        ("index_parts", "0.5,1", "1.0,1", ("row 6, column target", "floor")),
        ("index_parts", "0.5,1", "1,0.5", ("row 6, column target", "the better the higher", "exchange")),
        ("index_parts", "3600,0", "0,3600", ("row 2, column target", "the better the lower", "exchange")),
        ("index_parts", "0.5,1", "50,100", ("row 6, column floor", "0.85 for 85 %")),
        ("index_parts", "0.5,1", "0.5,100", ("row 6, column target", "0.85 for 85 %")),
        ("benchmarks", "reply_rate,company,1,2025", "customer_churn_rate,team,1,2025",
         ("row 3, column scope_type", "no figures by team")),
        ("index_parts", "2025-01-01,orders", "2025-13-01,orders", ("row 7, column valid_from",)),
        ("index_parts", "2024-01-01,staff", "2024-01-01,*", ("row 5, column part", "another name")),
        ("index_parts", "speed,reply_rate,1,0.5,1", "speed,order_error_rate,1,0.5,0\n"
         "customer_satisfaction_index,2024-01-01,orders,delivery_accuracy_rate,1,0,1",
         ("row 6, column kpi_id", "1 less delivery_accuracy_rate", "keep one")),
        ("ahp_judgements", "words,3", "words,10", ("row 2, column judgement", "1/9")),
        ("ahp_judgements", "words,3", "words,0.1", ("row 2, column judgement",)),
        ("ahp_judgements", "words,3", "words,1/10", ("row 2, column judgement",)),
        ("ahp_judgements", "words,3", "words,03-Jan", ("row 2, column judgement", "exchange")),
        ("ahp_judgements", "speed,words", "speed,deeds", ("row 2, column item_b", "'deeds'", "speed, staff, words")),
        ("ahp_judgements", "speed,words", "reply_rate,words", ("row 2, column item_a", "'reply_rate'")),
        ("ahp_judgements", "speed,words", "speed,speed", ("row 2, column item_b", "itself")),
        ("ahp_judgements", "staff,speed", "words,speed", ("row 2, column item_b", "twice")),
        ("ahp_judgements", "words,staff,2.5", "words,speed,2.5", ("row 2, column item_b", "twice")),
        ("ahp_judgements", "words,staff,2.5", "words,staff,2.5\nservice_quality_index,2025-01-01,*,panel,words,staff,2",
         ("row 5, column judge", "panel has not compared speed with staff")),
        ("ahp_judgements", "01-01,speed,panel", "01-01,words,panel", ("row 6, column item_a", "accuracy")),
        ("ahp_judgements", "01-01,speed,panel", "01-01,people,panel", ("row 6, column parent", "'people'")),
        ("ahp_judgements", "quality_index,2025-01-01,speed,panel", "quality_index,2023-12-31,speed,panel",
         ("row 6, column parent", "2023-12-31")),
    ],
)  # fmt: skip
def test_one_wrong_cell_names_file_row_and_column(tmp_path, name, old, new, words):
    with pytest.raises(UserError) as told:
        seeds.check(right(tmp_path, name, old, new))
    assert f"{name}.csv: " in str(told.value) and "\n" not in str(told.value)
    assert all(word in str(told.value) for word in words), told.value


def test_judgements_go_with_the_parts_in_force(tmp_path):
    """Parts that change while a round of judgements holds leave it with nothing to weigh, or too little."""
    other_parts = ("customer_satisfaction_index,2025-01-01,orders", "service_quality_index,2025-01-02,orders")
    with pytest.raises(UserError, match=r"ahp_judgements.csv: row 2, column valid_from: from 2025-01-02 .* judge them"):
        seeds.check(right(tmp_path, "index_parts", *other_parts))
    right(tmp_path, "index_parts", other_parts[0], other_parts[1].replace("-02", "-01"))
    with pytest.raises(UserError, match=r"ahp_judgements.csv: row 2, column item_a: 'speed' is not one of orders"):
        seeds.check(tmp_path)


def test_more_than_ten_are_not_compared(tmp_path):
    kpis = [
        path.stem.removeprefix("kpi_") for path in sorted(PROJECT.glob("models/marts/kpis/satisfaction/kpi_*_rate.sql"))
    ]
    lines = [f"service_quality_index,2024-01-01,part {number},{kpi},1,0,1" for number, kpi in enumerate(kpis[:11])]
    right(
        tmp_path,
        "index_parts",
        "customer_satisfaction_index,2024",
        "\n".join([*lines, "customer_satisfaction_index,2024"]),
    )
    with pytest.raises(UserError, match=r"ahp_judgements.csv: row 2, column parent: 14 items are too many"):
        seeds.check(tmp_path)


def test_an_assignment_without_schedules_can_only_be_always(tmp_path):
    header = "position,valid_from,team_id,channel,customer_segment,member_tier,schedule_id\n1,2024-01-01,*,*,*,*,"
    seeds.check(put(tmp_path, header + "always\n", "schedule_assignments.csv"))
    with pytest.raises(UserError, match="column schedule_id: 'office'"):
        seeds.check(put(tmp_path, header + "office\n", "schedule_assignments.csv"))


def test_the_reporting_currency_is_the_companys(tmp_path):
    company = right(tmp_path, "exchange_rates", "EUR", "CNY")
    with pytest.raises(UserError, match="'USD' is the reporting currency"):
        seeds.check(company, "USD")
    seeds.check(company, "JPY")
