"""The report: one HTML page in English and Chinese, written from the published tables alone.

It works no KPI out: what missed its target, by how much, since when and through which team stands in the tables
`scorecard_findings` and `scorecard_team_gaps`. The page asks nothing of any server.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from .. import runs, shown
from ..contract import read_yaml
from ..errors import UserError
from ..files import write_whole
from ..settings import Settings
from ..sql import sql_text

HERE = Path(__file__).parent
AUDIENCES = ("managers", "board", "customers", "front_line")  # the first is the page of every run
LANGUAGES = {"en": "English", "zh": "中文"}
FIRST_ROWS, BETTER_ROWS = 9, 4  # of the two tables of the first screen
JUDGED = ("missed", "near", "met")
FAILED_ROWS = 20  # of expectations that failed
CHANGED_ROWS = 20  # of figures that changed since they were published, and of what was too unlike
GRADES = {"A": 0.995, "B": 0.98, "C": 0.95, "D": 0.9, "E": 0.8}  # of dq_summary: the lowest share, from so much on
MONTHS = 13  # that the lines show: the latest and the year before it
# Where `place` says that a later run failed.
LATER_RUN = "<!-- later run -->"


def render(
    published: Path, about: dict, audience: str = "managers", with_agents: bool = False, agent: str | None = None
) -> str:
    """The page of a published set for an audience; with the agents' figures only where the company's policy shows them.

    published: the folder with service_kpi.duckdb; about: its manifest (run_id, company, as_of, reporting_timezone,
    minimum_sample); agent: whose page it is, of the front line.
    """
    tables = _read(published, about["run_id"], audience, with_agents, agent)
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    page = _environment().get_template("page.html.j2")
    return page.render(
        about=about,
        audience=audience,
        with_agents=with_agents,
        agent=agent,
        style=Markup(style),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        languages=LANGUAGES,
        say={language: _speaker(language) for language in LANGUAGES},
        grades=GRADES,
        first_rows=FIRST_ROWS,
        better_rows=BETTER_ROWS,
        later_run=Markup(LATER_RUN),
        last_day=_last_day(about),
        run_at=_run_at(about),
        sparkline=_sparkline,
        cells={language: _cells(language) for language in LANGUAGES},
        shown=shown,
        **tables,
    )


def place(settings: Settings, page: str | None = None) -> Path:
    """Write `data/report.html`, the page to bookmark: the current set's, with a notice if a run after it failed.

    page: the page of the current set where it was just rendered anew; else as it was published.
    Raises UserError where nothing is published.
    """
    current = settings.published_dir / "current"
    published = current / "report.html"
    if page is None and not published.is_file():
        raise UserError(f"{settings.published_dir} holds no report yet: run `service-kpi run` first.")
    page = _with_notice(settings, page or published.read_text(encoding="utf-8"))
    if not settings.privacy.agent_pages:
        shutil.rmtree(settings.data_dir / "report_agents", ignore_errors=True)
    path = settings.data_dir / "report.html"
    write_whole(path, page)
    return path


def _with_notice(settings: Settings, page: str) -> str:
    current = settings.published_dir / "current"
    if failed := runs.failed_since(settings.data_dir, current.resolve().name):
        for language in LANGUAGES:
            page = page.replace(LATER_RUN, _notice(failed, current.resolve().name, language), 1)
    return page


def rewrite(settings: Settings, audience: str = "managers") -> Path:
    """Render the current set's page for an audience anew, with the words and the look of now; its place.

    Raises UserError where there is none, and for the front line where the company's policy shows no agents.
    """
    agents = settings.privacy.agent_pages
    if audience == "front_line" and not agents:
        raise UserError(
            "agents' pages are off: with `privacy: {agent_pages: true}` in settings.yml each agent has one"
            " (docs/privacy.md says what to think of before)."
        )
    current = (settings.published_dir / "current").resolve()
    if not (current / "manifest.json").is_file():
        raise UserError(f"nothing is published in {settings.published_dir} yet: run `service-kpi run` first.")
    about = json.loads((current / "manifest.json").read_text(encoding="utf-8"))
    if "scorecard_ranks" not in about["rows"]:
        raise UserError(f"{current} was published by an earlier version: run `service-kpi run` first.")
    if audience == "managers":
        return place(settings, render(current, about, audience, agents))
    if audience == "front_line":
        return _write_agents(settings, current, about)
    path = settings.data_dir / f"report_{audience}.html"
    page = render(current, about, audience)
    # Customers need not know that a run failed, nor what it said.
    write_whole(path, page if audience == "customers" else _with_notice(settings, page))
    return path


def _write_agents(settings: Settings, current: Path, about: dict) -> Path:
    """A page for each agent who had not left before, in `data/report_agents` in place of what was there; the folder."""
    folder = settings.data_dir / "report_agents"
    shutil.rmtree(folder, ignore_errors=True)
    with duckdb.connect(str(current / "service_kpi.duckdb"), read_only=True) as tables:
        agents = tables.execute(
            "select distinct scope_id from scorecard_agent left join dim_agents on agent_id = scope_id"
            " where period_grain = 'quarter' and scope_id <> 'unknown' and (left_on is null or left_on >= period_start)"
        ).fetchall()
    if not agents:
        raise UserError("no agent has figures of a complete quarter yet: agents' pages show the latest one.")
    folder.mkdir()
    for (agent,) in sorted(agents):
        page = render(current, about, "front_line", True, agent)
        # Any identifier is a name of a file like this, and no two are the same.
        write_whole(folder / f"{quote(agent, safe='')}.html", page)
    return folder


# ---------------------------------------------------------------- the tables


def _read(published: Path, run_id: str, audience: str, with_agents: bool, agent: str | None) -> dict:
    """What the page shows, as lists of rows (dicts by column name); of its audience's tables no others."""
    connection = duckdb.connect(str(published / "service_kpi.duckdb"), read_only=True)
    try:

        def rows(sql: str) -> list[dict]:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        if audience == "customers":
            return _for_customers(rows)
        if audience == "front_line":
            return _for_agent(rows, agent)
        found = rows("from scorecard_findings order by need_rank")
        findings = [row for row in found if not row["is_pilot"]]
        history = rows(
            f"""
            select kpi_id, period_start, value, target, target_to
            from fct_kpi_values
            where
                scope_type = 'company' and period_grain = 'month' and is_complete
                and period_start > (select max(period_start) from scorecard_findings) - interval {MONTHS} month
            order by kpi_id, period_start
            """
        )
        people = rows("select agent_id, agent_name, team_id, team_name from dim_agents order by agent_id")
        by_member = {
            scope: rows(f"from scorecard_{scope} where period_grain = 'month' order by scope_id, kpi_id")
            for scope in ("team", "agent")
        }
        # The set may be of a time when the policy showed agents, and what vanished is told of everyone.
        but_agents = "true" if with_agents else "scope_type is distinct from 'agent'"
        ranks = rows(
            f"""
            select * from scorecard_ranks
            where listed is not null and period_grain = 'quarter' and {but_agents}
            order by scope_type desc, name_en, place
            """
        )
        recognised = rows(
            f"""
            select name, list([name_en, name_zh] order by name_en) as kpis from recognition_list
            where period_grain = 'quarter' and {but_agents}
            group by scope_type, scope_id, name order by scope_type desc, scope_id
            """
        )
        return {
            "month": found[0]["period_start"] if found else None,
            "previous_month": _months_before(found[0]["period_start"], 1) if found else None,
            "first_month": _months_before(found[0]["period_start"], MONTHS - 1) if found else None,
            "findings": findings,
            "pilots": [row for row in found if row["is_pilot"]],
            "moved": rows(
                """
                select parts.*, kpis.name_en, kpis.name_zh, kpis.unit, of.name_en as index_en, of.name_zh as index_zh,
                    of.value as index_value, of.value_change as index_change
                from index_parts_values as parts
                join dim_kpi as kpis using (kpi_id)
                join scorecard_company as of on of.kpi_id = index_id and of.period_grain = 'month'
                where parts.scope_type = 'company' and parts.period_grain = 'month' and contribution is not null
                    and parts.period_start = (select max(period_start) from scorecard_findings)
                order by index_id, parts.kpi_id
                """
            ),
            "held": rows(
                """
                select kpi_id, name_en, name_zh from scorecard_findings join ahp_weights as weights on kpi_id = index_id
                where is_held and period_start >= weights.valid_from and period_start < weights.valid_to
                group by all order by kpi_id
                """
            ),
            "ranks": ranks,
            "recognised": recognised,
            "team_gaps": _grouped(rows("from scorecard_team_gaps order by kpi_id, place"), "kpi_id"),
            "levers": _grouped(rows("from kpi_levers order by kpi_id, position"), "kpi_id"),
            "history": _grouped(history, "kpi_id"),
            "team_names": {p["team_id"]: p["team_name"] for p in people if p["team_id"]},
            "agent_names": {p["agent_id"]: p["agent_name"] for p in people},
            "teams": _matrix(by_member["team"], findings),
            "agents": _by_team(by_member["agent"], findings),
            "quality": rows(
                """
                select
                    coalesce(sum(landed), 0) as landed,
                    coalesce(sum(accepted), 0) as accepted,
                    coalesce(sum(superseded), 0) as superseded,
                    coalesce(sum(rejected), 0) as rejected
                from dq_reconciliation
                """
            )[0],
            "exports": rows("from dq_summary where kind = 'export' order by grade desc nulls last, name"),
            "graded_tables": rows("from dq_summary where kind = 'table' and grade <> 'A' order by grade desc, name"),
            "gate": rows(
                "select count(*) as expectations, count(*) filter (where not passed) as failed from dq_expectations"
            )[0],
            "failed": rows(
                "select severity, expectation, sentence_en, sentence_zh from dq_expectations where not passed"
                f" order by severity, stage, table_name, column_name, expectation limit {FAILED_ROWS}"
            ),
            "changes": rows(
                "select count(*) filter (where not is_withheld) as restated,"
                " count(*) filter (where is_withheld) as withheld from kpi_restatements"
                f" where now_run_id = {sql_text(run_id)}"
            )[0],
            "restated": rows(
                "select kpi_id, name_en, name_zh, unit, period_start, was_value, now_value, why, is_withheld"
                " from kpi_restatements join dim_kpi using (kpi_id)"
                f" where now_run_id = {sql_text(run_id)} and scope_type = 'company' and period_grain = 'month'"
                f" order by period_start desc, is_withheld, kpi_id limit {CHANGED_ROWS}"
            ),
            "holds": rows(
                "select kind, sentence_en, sentence_zh from publishing_holds"
                f" where {but_agents}"
                f" order by action, kind, place limit {CHANGED_ROWS}"
            ),
        }
    finally:
        connection.close()


def _for_customers(rows: Callable[[str], list[dict]]) -> dict:
    return {
        "month": None,
        "results": rows("from scorecard_customers order by name_en"),
        "measures": rows(
            "select * from customer_measures join (select kpi_id, name_en, name_zh from scorecard_customers)"
            " using (kpi_id) order by started_on desc, action_id"
        ),
    }


def _for_agent(rows: Callable[[str], list[dict]], agent: str | None) -> dict:
    """An agent's own rows: what has a figure, missed first; beside it what all agents reach, and nobody else's."""
    them = sql_text(agent or "")
    own = rows(
        f"""
        select own.*, peer_value, is_apart
        from scorecard_agent as own
        left join (from scorecard_ranks where scope_type = 'agent') as ranks using (scope_id, period_grain, kpi_id)
        where own.scope_id = {them} and period_grain = 'quarter' and own.value is not null and not own.is_pilot
        order by list_position(['missed', 'near', 'met', 'no_target'], own.status) nulls last, own.name_en
        """
    )
    return {
        "month": own[0]["period_start"] if own else None,
        "own": [row for row in own if row["status"] in JUDGED],
        "own_others": [row for row in own if row["status"] not in JUDGED],
        "agent_names": {p["agent_id"]: p["agent_name"] for p in rows(f"from dim_agents where agent_id = {them}")},
        "levers": _grouped(rows("from kpi_levers order by kpi_id, position"), "kpi_id"),
    }


def _grouped(rows: list[dict], key: str) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return groups


def _matrix(rows: list[dict], findings: list[dict]) -> dict:
    """Members and the KPIs that have a figure for any of them, in the order of the company's scorecard."""
    cells = {(row["kpi_id"], row["scope_id"]): row for row in rows}
    with_figure = {row["kpi_id"] for row in rows if row["status"] != "no_data"}
    members = sorted({row["scope_id"] for row in rows}, key=lambda member: (member == "unknown", member))
    kpis = sorted((f for f in findings if f["kpi_id"] in with_figure), key=lambda f: (f["area"], f["name_en"]))
    return {"members": members, "kpis": kpis, "cells": cells}


def _by_team(rows: list[dict], findings: list[dict]) -> dict[str, dict]:
    """Agents' tables by the team each is in now; `unknown` where there is none."""
    teams = _grouped(rows, "team_id")
    order = sorted(teams, key=lambda team: (team == "unknown", team))
    return {team: _matrix(teams[team], findings) for team in order}


def _months_before(month: date, count: int) -> date:
    year, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(year, index + 1, 1)


def _last_day(about: dict) -> date:
    """The last local day that is over at as_of."""
    local = datetime.fromisoformat(about["as_of"]).astimezone(ZoneInfo(about["reporting_timezone"]))
    return (local - timedelta(microseconds=1)).date()


def _run_at(about: dict) -> datetime:
    """When the run began, in the company's time; its id starts with it."""
    began = datetime.strptime(about["run_id"][:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return began.astimezone(ZoneInfo(about["reporting_timezone"]))


# ---------------------------------------------------------------- words and pictures


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _words() -> dict[str, list[str]]:
    return read_yaml(HERE / "words.yml")


def _speaker(language: str) -> Callable[..., Markup]:
    """say('months', count=...): the words of a key in that language, its parts escaped unless they are markup."""
    place_of = list(LANGUAGES).index(language)

    def say(key: str, **parts) -> Markup:
        return Markup(escape(_words()[key][place_of])).format(**parts)

    return say


def _cells(language: str) -> Callable[..., Markup]:
    """cells(matrix, scope, kpi_id, status_of): the cells of a KPI's row in a matrix, a cell a member.

    Not by macros: a company of a thousand agents has a hundred thousand cells, and the page took nine seconds.
    """
    chinese = language == "zh"
    before, after = map(str, _speaker(language)("sample_of", count=Markup("|")).split("|"))
    nothing = f'<td class="grey">- <span class="sub">{shown.status_word("no_data", chinese)}</span></td>'

    def number(what: str, value: float | None, unit: str, in_chinese: bool) -> str:
        written = "" if value is None else value
        return f'<data data-what="{what}" value="{written}">{shown.figure(value, unit, in_chinese)}</data>'

    def cells(matrix: dict, scope: str, kpi_id: str, status_of: Callable[[str, bool], Markup]) -> Markup:
        said = {status: str(status_of(status, chinese)) for status in shown.STATUS}
        row = []
        for member in matrix["members"]:
            cell = matrix["cells"].get((kpi_id, member))
            if not cell or cell["status"] == "no_data":
                row.append(nothing)
                continue
            grey = ' class="grey"' if cell["status"] == "small_sample" else ""
            size = cell["sample_size"]
            sample = "" if size is None else before + number("sample_size", size, "count", False) + after
            value = number("value", cell["value"], cell["unit"], chinese)
            row.append(
                f'<td data-scope="{scope}:{escape(member)}"{grey}>{value}'
                f'<span class="sub">{said[cell["status"]]}{sample}</span></td>'
            )
        return Markup("".join(row))

    return cells


def _notice(failed: dict, run_id: str, language: str) -> str:
    message = (failed.get("message") or failed["status"]).splitlines()[0]
    ended = datetime.fromisoformat(failed["ended_at"])
    said = _speaker(language)(
        "later_run",
        time=Markup('<time datetime="{}">{}</time>').format(ended.isoformat(), f"{ended:%Y-%m-%d %H:%M} UTC"),
        run=Markup("<code>{}</code>").format(run_id),
    )
    return Markup('<p class="later" role="status">▲ {} <code>{}</code></p>').format(said, message[:300])


def _sparkline(history: list[dict], label: str) -> Markup:
    """A line through the months' values, broken where there is none, with the target dashed. Its y scale is its own."""
    width, height, pad = 120, 26, 3
    drawn = [v for row in history for v in (row["value"], row["target"], row["target_to"]) if v is not None]
    if not any(row["value"] is not None for row in history):
        return Markup("")
    low, high = min(drawn), max(drawn)
    last = history[-1]["period_start"]

    def x(row: dict) -> float:
        back = (last.year - row["period_start"].year) * 12 + last.month - row["period_start"].month
        return round(width - pad - back * (width - 2 * pad) / (MONTHS - 1), 1)

    def y(value: float) -> float:
        return round(height / 2 if high == low else height - pad - (value - low) / (high - low) * (height - 2 * pad), 1)

    def path(column: str) -> str:
        steps, pen = [], "M"
        for row in history:
            if row[column] is None:
                pen = "M"
            else:
                steps.append(f"{pen}{x(row)} {y(row[column])}" + "h0" * (pen == "M"))  # so that a lone month is a dot
                pen = "L"
        return "".join(steps)

    dot = ""
    if history[-1]["value"] is not None:
        dot = f'<circle cx="{x(history[-1])}" cy="{y(history[-1]["value"])}" r="2.5"/>'
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(label)}">'
        f'<path class="goal" d="{path("target")}{path("target_to")}"/>'
        f'<path class="course" d="{path("value")}"/>{dot}</svg>'
    )
