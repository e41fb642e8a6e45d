"""The report held against the published tables: every figure on it, both languages, and what a browser needs of it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
import yaml
from click.testing import CliRunner

from service_kpi import cli, report, runs
from service_kpi.contract import PROJECT
from service_kpi.errors import UserError

CSS = (PROJECT / "service_kpi/report/page.css").read_text(encoding="utf-8")
WORDS = yaml.safe_load((PROJECT / "service_kpi/report/words.yml").read_text(encoding="utf-8"))
VOID = {"meta", "input", "br"}
FREE_TEXT = {"data", "time", "code", "bdi", "style", "script", "title"}  # where a digit may stand


class Node(NamedTuple):
    """An element as it was closed: its own attributes, those it stands in, and its text."""

    tag: str
    own: dict[str, str]
    around: dict[str, str]  # own and inherited attributes, the nearest one winning
    above: tuple[str, ...]  # tags around it
    text: str


class Page(HTMLParser):
    """Elements in the order of their end; `loose`: text with the tags around it and the language it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict, dict, list[str]]] = []
        self.nodes: list[Node] = []
        self.loose: list[tuple[tuple[str, ...], str, str]] = []
        self.feed(html)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        own = {name: value or "" for name, value in attrs}
        around = (self.open[-1][2] if self.open else {}) | own
        if tag in VOID:
            self.nodes.append(Node(tag, own, around, self.tags(), ""))
        else:
            self.open.append((tag, own, around, []))

    def handle_startendtag(self, tag, attrs):
        own = {name: value or "" for name, value in attrs}
        self.nodes.append(Node(tag, own, self.open[-1][2] | own, self.tags(), ""))

    def handle_endtag(self, tag):
        name, own, around, text = self.open.pop()
        assert name == tag, f"<{name}> is closed by </{tag}>"
        self.nodes.append(Node(tag, own, around, self.tags(), "".join(text).strip()))

    def handle_data(self, data):
        for *_, text in self.open:
            text.append(data)
        if data.strip():
            self.loose.append((self.tags(), self.open[-1][2].get("lang", ""), data))

    def tags(self) -> tuple[str, ...]:
        return tuple(tag for tag, *_ in self.open)

    def of(self, tag: str, **own: str) -> list[Node]:
        return [n for n in self.nodes if n.tag == tag and all(n.own.get(k) == v for k, v in own.items())]


read = cache(Page)  # two megabytes, the same in most tests


def rendered(folder: Path, *of: str | bool) -> str:
    """of: as `report.render` has it: the audience, whether with agents, whose page."""
    return report.render(folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8")), *of)


@pytest.fixture(scope="module", params=["published", "with agents", "board", "customers", "front_line"])
def anyones(built, request) -> str:
    """Each page that there is."""
    if request.param == "published":
        return (built.published / "report.html").read_text(encoding="utf-8")
    of = {
        "with agents": ("managers", True),
        "board": ("board",),
        "customers": ("customers",),
        "front_line": ("front_line", True, "A1007"),
    }
    return rendered(built.published.resolve(), *of[request.param])


@pytest.fixture(scope="module")
def demo(built) -> str:
    return (built.published / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def spoiled(built, tmp_path):
    """spoiled(sql, ...): the page of a copy of the published set that the statements changed, and the copy."""

    def make(*statements: str) -> tuple[str, Path]:
        for name in ("service_kpi.duckdb", "manifest.json"):
            shutil.copyfile(built.published.resolve() / name, tmp_path / name)
        with duckdb.connect(str(tmp_path / "service_kpi.duckdb")) as tables:
            for statement in statements:
                tables.execute(statement)
        return rendered(tmp_path), tmp_path

    return make


# ---------------------------------------------------------------- every number


def written(value: float | None, unit: str, zh: bool) -> str:
    """A value in words, worked out apart from service_kpi.shown."""
    if value is None:
        return "-"
    minus, size = ("−" if value < 0 else ""), abs(value)
    if unit == "percent":
        text = f"{size * 100:,.1f}" + ("%" if zh else " %")
        return (minus if re.search("[1-9]", text) else "") + text
    if unit == "duration":
        whole = round(size)
        named = [(whole // 3600, "小时" if zh else "h"), (whole % 3600 // 60, "分" if zh else "min")]
        if whole < 3600:
            named = [*named[1:], (whole % 60, "秒" if zh else "s")]
        shown = [f"{number:,} {name}" for number, name in named if number]
        return (minus if whole else "") + (" ".join(shown) or ("0 秒" if zh else "0 s"))
    if unit in ("per_unit", "currency", "index"):
        return minus + f"{size:,.2f}"
    if unit in ("score", "points"):
        return minus + f"{size:,.1f}" + (" 分" if zh else " points")
    assert unit == "count", f"write down how {unit} reads"
    return (minus if round(size) else "") + format(round(size), ",")


def apart(value: float, unit: str, zh: bool) -> str:
    if unit == "percent":
        return f"{abs(value) * 100:,.1f}" + (" 个百分点" if zh else " pp")
    if unit == "duration" and 0 < abs(value) < 1:
        return f"{abs(value):.1f}" + (" 秒" if zh else " s")
    return written(abs(value), unit, zh)


class Tables:
    """The published Parquet files, by key."""

    def __init__(self, folder: Path) -> None:
        with duckdb.connect() as reader:

            def rows(sql: str) -> list[dict]:
                cursor = reader.execute(sql.replace("@", f"{folder.resolve()}/"))
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

            self.units = {r["kpi_id"]: r["unit"] for r in rows("from '@dim_kpi.parquet'")}
            self.values = {
                (r["kpi_id"], f"{r['scope_type']}:{r['scope_id']}", str(r["period_start"])): r
                for r in rows("from '@fct_kpi_values.parquet' where period_grain = 'month'")
            }
            self.of_quarter = {
                (r["kpi_id"], f"{r['scope_type']}:{r['scope_id']}", str(r["period_start"])): r
                for r in rows("from '@fct_kpi_values.parquet' where period_grain = 'quarter'")
            }
            self.findings = {r["kpi_id"]: r for r in rows("from '@scorecard_findings.parquet' order by need_rank")}
            self.pilots = {kpi: row for kpi, row in self.findings.items() if row["is_pilot"]}
            self.ranks = {
                (r["kpi_id"], f"{r['scope_type']}:{r['scope_id']}", r["period_grain"]): r
                for r in rows("from '@scorecard_ranks.parquet'")
            }
            self.moved = {
                (r["index_id"], r["kpi_id"]): r
                for r in rows(
                    "from '@index_parts_values.parquet' where scope_type = 'company' and period_grain = 'month'"
                    " and period_start = date '2025-06-01'"
                )
            }
            self.results = {r["kpi_id"]: r for r in rows("from '@scorecard_customers.parquet'")}
            self.measures = rows("from '@customer_measures.parquet' order by started_on desc")
            self.gaps = {(r["kpi_id"], f"team:{r['team_id']}"): r for r in rows("from '@scorecard_team_gaps.parquet'")}
            (self.quality,) = rows(
                "select sum(landed) as landed, sum(accepted) as accepted, sum(superseded) as superseded,"
                " sum(rejected) as rejected from '@dq_reconciliation.parquet'"
            )
            (gate,) = rows(
                "select count(*) as expectations, count(*) filter (where not passed) as failed"
                " from '@dq_expectations.parquet'"
            )
            self.quality |= gate
            self.exports = {r["name"]: r for r in rows("from '@dq_summary.parquet' where kind = 'export'")}
            self.agents = {
                f"team:{r['team']}": r["agents"]
                for r in rows(
                    "select team_id as team, count(distinct scope_id) as agents"
                    " from '@scorecard_agent.parquet'"
                    " where period_grain = 'month' group by all"
                )
            }
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.month = max(str(row["period_start"]) for row in self.findings.values())

    def count_of(self, *statuses: str) -> int:
        return sum(row["status"] in statuses and not row["is_pilot"] for row in self.findings.values())

    def text_of(self, number: Node) -> str:
        """What must stand in a number's element."""
        what, zh = number.own["data-what"], number.around["lang"] == "zh-CN"
        kpi, scope, period = (number.around.get(f"data-{key}") for key in ("kpi", "scope", "period"))
        if what == "constant":
            return "95%" if zh else "95 %"
        if what == "minimum_sample":
            return str(self.manifest["minimum_sample"])
        if what == "grade_limit":
            return written(float(number.own["value"]), "percent", zh)
        if export := number.around.get("data-export"):
            counted = what in ("counted_rows", "days_old")
            return written(self.exports[export][what], "count" if counted else "percent", zh)
        if what in self.quality:
            return written(self.quality[what], "count", zh)
        if what == "agents":
            return str(self.agents[scope])
        if what == "own_others":
            own = [row for key, row in self.of_quarter.items() if key[1:] == ("agent:A1007", "2025-04-01")]
            return str(sum(row["status"] in ("small_sample", "no_target") and row["value"] is not None for row in own))
        if what.startswith("count_"):
            return str(self.count_of(what.removeprefix("count_")))
        if what == "more_to_act_on":
            return str(self.count_of("missed", "near") - report.FIRST_ROWS)
        if what == "more_better":
            return str(sum(r["better_rank"] is not None for r in self.findings.values()) - report.BETTER_ROWS)
        unit = self.units[kpi]
        if what == "share":
            return written(self.gaps[kpi, scope]["share"], "percent", zh)
        if what in ("target_gap", "improved_by"):
            return apart(self.findings[kpi][what], unit, zh)
        if what in ("relative_gap", "team_share"):
            return written(abs(self.findings[kpi][what]), "percent", zh)
        if what == "team_value":
            return written(self.findings[kpi][what], unit, zh)
        if what == "months_missed":
            return str(self.findings[kpi][what])
        if what in ("result", "result_before"):
            return written(self.results[kpi][{"result": "value"}.get(what, "previous_value")], unit, zh)
        if what in ("weight_in_use", "contribution", "contribution_change"):
            moved = self.moved[number.around["data-index"], kpi]
            return written(moved[what], "percent" if what == "weight_in_use" else "index", zh)
        if what in ("index_value", "index_change"):
            row = self.values[kpi, scope, period]
            now, before = row["value"], row["previous_value"]
            return written(now if what == "index_value" else now - before, "index", zh)
        if what in ("rank_value", "rank_sample", "peer_value", "fair_value", "place", "peers"):
            rank = self.ranks.get((kpi, scope, "quarter"), dict.fromkeys(("peer_value",)))
            column = what.replace("rank_value", "value").replace("rank_sample", "sample_size")
            return written(rank[column], unit if what.endswith("_value") else "count", zh)
        assert what in (
            "value", "previous_value", "target", "target_to", "benchmark", "sample_size", "ci_low", "ci_high"
        ), what  # fmt: skip
        if number.around.get("data-table") == "results":
            return written(self.results[kpi][what], unit, zh)
        values = self.of_quarter if number.around.get("data-table") == "own" else self.values
        return written(values[kpi, scope, period][what], "count" if what == "sample_size" else unit, zh)


def test_every_number_is_that_of_the_published_tables(built, anyones):
    tables, page = Tables(built.published), read(anyones)
    numbers = page.of("data")
    wrong = [
        (n.around.get("data-kpi"), n.own, n.text, tables.text_of(n)) for n in numbers if n.text != tables.text_of(n)
    ]
    assert not wrong, wrong[:5]
    assert len(numbers) > 20


def test_no_number_stands_outside_what_is_compared(anyones):
    page = read(anyones)
    assert not [t for above, _, t in page.loose if not FREE_TEXT & set(above) and re.search(r"\d", t)]
    names = "|".join(re.escape(name.text) for name in page.of("bdi"))  # some have a number in them
    labels = [re.sub(names, "", n.own.get("aria-label", "")) for n in page.nodes]
    assert not [label for label in labels if re.search(r"\d", label)]


def test_each_export_has_its_grade_what_it_touches_and_columns_that_came_or_went(built, spoiled):
    page, _ = spoiled(
        "update dq_summary set grade = 'E', graded_by = 'validity', kpis_touched = 'complaint_rate, nps',"
        " columns_absent = 'is_repeat', columns_unknown = 'colour' where name = 'complaints'",
        "update dq_summary set is_present = false, grade = null where name = 'orders'",
        "update dq_summary set grade = 'F' where kind = 'table' and name = 'dim_agents'",
    )
    page = Page(page)
    rows = [n for n in page.of("tr") if "data-export" in n.own]
    assert [n.own["data-export"] for n in rows[: len(rows) // 2]][:1] == ["complaints"]
    assert len(rows) == 2 * len(Tables(built.published).exports) == 40
    told = {(n.own["data-export"], n.around["lang"]): " ".join(n.text.split()) for n in rows}
    assert told["complaints", "en"].startswith("complaints E Valid") and "not delivered" in told["orders", "en"]
    assert told["complaints", "zh-CN"].startswith("complaints E 有效") and "未交付" in told["orders", "zh-CN"]
    said = [" ".join(n.text.split()) for n in page.of("li") if n.text.startswith("complaints")]
    assert "complaints: KPIs that this touches: complaint_rate, nps" in said
    assert "complaints：未声明、未落地的列： colour" in said and len(said) == 6
    assert [n.text for n in page.of("code") if "dim_agents" in n.text] == ["dim_agents F"] * 2


def test_every_status_is_that_of_the_published_tables_in_words_and_shape(built, anyones):
    tables, page = Tables(built.published), read(anyones)
    words = {"missed": ("▼missed", "▼未达标"), "near": ("◆near", "◆接近"), "met": ("●met", "●达标")}
    words |= {"no_target": ("○no target", "○无目标"), "small_sample": ("·small sample", "·样本少")}
    words |= {"no_data": ("-no data", "-无数据")}
    statuses = page.of("span", **{"data-what": "status"})
    for node in statuses:
        key = tuple(node.around[f"data-{part}"] for part in ("kpi", "scope", "period"))
        if node.around.get("data-table") == "results":
            assert node.text == words[tables.results[key[0]]["status"]][node.around["lang"] == "zh-CN"], key
            continue
        of_quarter = node.around.get("data-table") in ("recognition", "support", "own")
        status = (tables.of_quarter if of_quarter else tables.values)[key]["status"]
        assert node.text == words[status][node.around["lang"] == "zh-CN"], key
        assert {status, "status"} == set(node.own["class"].split())
    assert len(statuses) > 5


def rows_of(page: Page, table: str, language: str) -> list[str]:
    """The KPIs of a table's rows, from top to bottom."""
    return [
        node.own["data-kpi"]
        for node in page.of("tr")
        if node.around.get("data-table") == table and node.around["lang"] == language and "data-kpi" in node.own
    ]


def test_the_first_screen_says_what_needs_action_in_its_order(built, demo):
    findings, page = Tables(built.published).findings, read(demo)
    acts = [kpi for kpi, row in findings.items() if row["status"] in ("missed", "near") and not row["is_pilot"]]
    pilots = {kpi for kpi, row in findings.items() if row["is_pilot"]}
    assert pilots
    ranked = sorted((row["better_rank"], kpi) for kpi, row in findings.items() if row["better_rank"])
    for language in ("en", "zh-CN"):
        assert rows_of(page, "acts", language) == acts
        assert rows_of(page, "better", language) == [kpi for _, kpi in ranked]
        assert sorted(rows_of(page, "company", language)) == sorted(findings.keys() - pilots)
        assert sorted(rows_of(page, "pilots", language)) == sorted(pilots)


def test_dates_are_those_of_the_published_tables(built, demo):
    tables, page = Tables(built.published), read(demo)
    months = ["January", "February", "March", "April", "May", "June", "July"]
    months += ["August", "September", "October", "November", "December"]
    for node in page.of("time"):
        what, day = node.own.get("data-what"), date.fromisoformat(node.own["datetime"][:10])
        year_month = (
            f"{day.year} 年 {day.month} 月" if node.around["lang"] == "zh-CN" else f"{months[day.month - 1]} {day.year}"
        )
        if what == "missed_since":
            assert day == tables.findings[node.around["data-kpi"]]["missed_since"] and node.text == year_month
        elif what == "month":
            assert (str(day), node.text) == (tables.month, year_month)
        elif what == "first_month":
            assert (day, node.text) == (date(2024, 6, 1), year_month)
        elif what == "previous_month":
            assert (day, node.text) == (date(2025, 5, 1), year_month)
        else:  # the clock and the run
            assert re.sub(r"\D", "", node.text)[-2:] in node.own["datetime"]
    since = [n for n in page.of("time", **{"data-what": "missed_since"}) if n.around["lang"] == "en"]
    assert len(since) == tables.count_of("missed")
    ends = {n.own["datetime"]: n.text for n in page.of("time") if "data-what" not in n.own}
    assert "2025-06-30" in ends


def test_the_lines_are_drawn_through_the_published_values(built, demo):
    """Heights go with the values: on one scale, with nothing left out and no gap filled."""
    tables, page = Tables(built.published), read(demo)
    months = sorted(
        {period for kpi, scope, period in tables.values if scope == "company:all" and period <= tables.month}
    )
    seen = 0
    for node in page.of("path", **{"class": "course"}):
        kpi = node.around.get("data-kpi")
        row = [tables.values.get((kpi, "company:all", period)) for period in months[-13:]]
        values = [r["value"] for r in row if r and r["value"] is not None]
        points = [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", node.own["d"])]
        assert len(points) == len(values), kpi
        assert [x for x, _ in points] == sorted(x for x, _ in points)
        low, high = min(values), max(values)
        if low < high:
            (_, bottom), (_, top) = points[values.index(low)], points[values.index(high)]
            for value, (_, y) in zip(values, points, strict=True):
                assert y == pytest.approx(bottom + (value - low) / (high - low) * (top - bottom), abs=0.11), kpi
        holes = sum(
            a is not None and b is None
            for a, b in zip(*(([r and r["value"] for r in row])[k:] for k in (0, 1)), strict=False)
        )
        assert node.own["d"].count("M") - 1 <= holes, kpi
        seen += 1
    assert seen > 40


# ---------------------------------------------------------------- both languages


def test_every_word_is_there_in_both_languages():
    for key, (english, chinese) in WORDS.items():
        english_words, chinese_words = (re.sub(r"{\w+}", "", text) for text in (english, chinese))
        assert english and not re.search(r"[\u4e00-\u9fff]", english_words), key
        assert re.search(r"[\u4e00-\u9fff]", chinese_words) or not re.search(r"\w", english_words), key
        assert not re.search(r"[A-Za-z]{2,}", chinese_words), key


def test_what_changed_since_it_was_published_is_told(built, spoiled):
    """Two months of the company, one of them closed; a team's and an earlier run's are counted or left out."""
    run_id = Tables(built.published).manifest["run_id"]
    columns = "kpi_id, period_grain, period_start, scope_type, scope_id, why, is_withheld, was_value, now_value"
    page, _ = spoiled(
        f"insert into kpi_restatements ({columns}, now_run_id) values"
        f" ('call_connect_rate', 'month', '2025-03-01', 'company', 'all', 'late_data', false, 0.9, 0.805, '{run_id}'),"
        f" ('average_call_duration', 'month', '2025-04-01', 'company', 'all', 'correction', true, 170, 95, '{run_id}'),"
        f" ('call_connect_rate', 'month', '2025-03-01', 'team', 'T01', 'late_data', false, 0.9, 0.7, '{run_id}'),"
        " ('call_connect_rate', 'month', '2025-02-01', 'company', 'all', 'clock', false, 0.9, 0.7, 'earlier')",
        "insert into publishing_holds (kind, place, action, sentence_en, sentence_zh) values"
        " ('jump', 1, 'warn', 'it <jumps>', '它跳变')",
    )
    page = Page(page)
    for language, rows in (
        ("en", ["Average call duration April 2025 2 min 50 s 1 min 35 s (not shown: the month is closed)"
                " rows were corrected", "Call connect rate March 2025 90.0 % 80.5 % rows came late"]),
        ("zh-CN", ["平均通话时长 2025 年 4 月 2 分 50 秒 1 分 35 秒 （未采用：该月已关账） 数据更正",
                   "电话接通率 2025 年 3 月 90.0% 80.5% 数据迟到"]),
    ):  # fmt: skip
        told = [n for n in page.of("tr") if n.around.get("data-table") == "restated" and "data-kpi" in n.own]
        assert [" ".join(n.text.split()) for n in told if n.around["lang"] == language] == rows
    assert [n.text for n in page.of("data", **{"data-what": "restated"})] == ["2", "2"]
    assert [n.text for n in page.of("data", **{"data-what": "withheld"})] == ["1", "1"]
    assert [n.text for n in page.of("bdi") if "jump" in n.text or "跳变" in n.text] == ["it <jumps>", "它跳变"]


def test_each_word_is_used():
    template = (PROJECT / "service_kpi/report/page.html.j2").read_text(encoding="utf-8")
    code = (PROJECT / "service_kpi/report/__init__.py").read_text(encoding="utf-8")
    areas = {row.split(",")[3] for row in (PROJECT / "seeds/kpi_registry.csv").read_text("utf-8").splitlines()[1:]}
    reasons = {f"why_{why}" for why in ("late_data", "correction", "definition", "target", "clock", "other")}
    titles = {f"title_{audience}" for audience in report.AUDIENCES}
    assert areas | reasons | titles <= set(WORDS)
    assert not [
        key for key in set(WORDS) - areas - reasons - titles if f"'{key}'" not in template and f'"{key}"' not in code
    ]


def test_neither_language_stands_in_the_other(anyones):
    page = read(anyones)
    mixed = []
    for above, language, text in page.loose:
        if "main" in above and not {"bdi", "code", "data"} & set(above):
            foreign = r"[\u4e00-\u9fff]" if language == "en" else r"[A-Za-z]{2,}"
            mixed += [text] if re.search(foreign, text) else []
    assert not mixed
    of_language = {
        language: [(n.own["data-what"], n.own["value"]) for n in page.of("data") if n.around["lang"] == language]
        for language in ("en", "zh-CN")
    }
    assert of_language["en"] == of_language["zh-CN"]


# ---------------------------------------------------------------- what a browser needs


def test_the_page_asks_nothing_of_anyone(anyones):
    demo = anyones
    assert not re.search(
        r"https?:|\bsrc\s*=|\bhref\s*=|url\(|@import|<(link|img|iframe|object|form)\b|fetch|XMLHttp", demo
    )
    policy = read(demo).of("meta", **{"http-equiv": "Content-Security-Policy"})[0].own["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert len(demo.encode()) < 2_100_000


def test_every_header_says_what_it_heads(demo):
    headers = read(demo).of("th")
    assert len(headers) > 100
    assert {n.own.get("scope") for n in headers} == {"col", "row", "rowgroup"}


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_text_colour_is_legible_on_every_ground():
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", CSS))
    texts = {name for name in colours if name.startswith("text")}
    grounds = {name for name in colours if name.startswith("ground")}
    for text in texts:
        for ground in grounds:
            light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{text} on {ground}"
    rules = CSS.split("}", 1)[1]
    assert set(re.findall(r"[;{\s]color: ([^;}]+)", rules)) <= {f"var(--{name})" for name in texts}
    assert set(re.findall(r"background: ([^;}]+)", rules)) <= {f"var(--{name})" for name in grounds}
    assert not re.search(r"#[0-9a-f]{3,6}", rules) and rules.count("opacity") == 1, (
        "colours are named above, and opaque"
    )


def test_small_samples_are_grey(demo):
    page = read(demo)
    members = [n for n in page.of("td") if n.own.get("data-scope", "").startswith(("team:", "agent:"))]
    company = [n for n in page.of("tr") if n.around.get("data-table") == "company" and "data-kpi" in n.own]
    greyed = 0
    for node in members + company:
        is_small = "small sample" in node.text or "样本少" in node.text
        has_none = "no data" in node.text or "无数据" in node.text
        assert ("grey" in node.own.get("class", "")) == (is_small or has_none), node.text
        greyed += is_small
    assert greyed > 100


# ---------------------------------------------------------------- each audience its page


def test_customers_read_results_measures_and_dates_and_no_name_team_or_cost(built):
    tables, html = Tables(built.published), rendered(built.published.resolve(), "customers")
    page = Page(html)
    for language in ("en", "zh-CN"):
        assert sorted(rows_of(page, "results", language)) == sorted(tables.results) != []
        assert rows_of(page, "measures", language) == [row["kpi_id"] for row in tables.measures] != []
    assert {kpi for kpi, row in tables.findings.items() if row["is_pilot"]}.isdisjoint(tables.results)
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as reader:
        people = reader.execute(
            "select agent_id, agent_name, team_id, team_name from dim_agents union all select distinct owner, owner,"
            " owner, owner from kpi_plan"
        ).fetchall()
        money = reader.execute("select name_en, name_zh from dim_kpi where area in ('finance', 'people')").fetchall()
    names = {name for row in people for name in row if name and len(name) > 1}
    text = "".join(node.text for node in page.of("main"))
    assert len(names) > 50 and not [name for name in names if name in text]
    assert not [name for row in money for name in row if name in text]
    assert not re.search(r"[¥￥$€]|CNY", text)
    assert "2025-06-30" in html and json.loads(Path(built.published, "manifest.json").read_text())["run_id"] not in text


def test_an_agents_page_has_their_own_rows_and_nobody_elses(built):
    page = Page(rendered(built.published.resolve(), "front_line", True, "A1007"))
    assert {node.own["data-scope"] for node in page.of("tr") if "data-scope" in node.own} == {"agent:A1007"}
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as reader:
        others = reader.execute(
            "select agent_id, agent_name from dim_agents where agent_id <> 'A1007' and agent_name not in"
            " (select agent_name from dim_agents where agent_id = 'A1007')"
        ).fetchall()
    text = "".join(node.text for node in page.of("main"))
    assert "A1007" in text and not [name for row in others for name in row if name in text]


def test_agents_are_on_no_page_unless_the_company_shows_them(built, demo, tmp_path):
    with_agents = rendered(built.published.resolve(), "managers", True)
    assert 'data-scope="agent:' in with_agents and 'data-scope="agent:' not in demo
    settings = replace(built.settings, data_dir=tmp_path)
    shutil.copytree(built.settings.published_dir, tmp_path / "published", symlinks=True)
    with pytest.raises(UserError, match="agent_pages"):
        report.rewrite(settings, "front_line")
    shown = replace(settings, privacy=replace(settings.privacy, agent_pages=True))
    pages = sorted(path.name for path in report.rewrite(shown, "front_line").iterdir())
    assert "A1007.html" in pages and len(pages) > 20
    assert "A1028.html" not in pages, "left a year before"
    assert 'data-scope="agent:' in report.rewrite(shown).read_text(encoding="utf-8")
    # Without them again, what was written of them goes.
    assert 'data-scope="agent:' not in report.rewrite(settings).read_text(encoding="utf-8")
    assert not (tmp_path / "report_agents").exists()


def test_an_agents_page_of_few_cases_shows_them_at_once(built):
    """Nothing is judged for want of cases: then what there is stands open; else folded, below what is judged."""
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as reader:
        ((few,),) = reader.execute(
            "select min(scope_id) from (select scope_id from scorecard_agent where period_grain = 'quarter'"
            " and scope_id <> 'unknown' group by all having count(value) > 0 and not"
            " bool_or(value is not null and status in ('met', 'near', 'missed')))"
        ).fetchall()
    for agent, is_open in ((few, True), ("A1007", False)):
        page = Page(rendered(built.published.resolve(), "front_line", True, agent))
        assert {"open" in node.own for node in page.of("details") if "data-list" not in node.own} == {is_open}


def test_an_index_that_is_held_says_so(spoiled):
    """Of those held in the month of the page."""
    html, _ = spoiled("update ahp_weights set is_held = index_id = 'service_quality_index' and valid_to > '2025-06-01'")
    for place, language in enumerate(("en", "zh-CN")):
        (told,) = [n.text for n in Page(html).of("p") if n.around["lang"] == language and "ahp_weights" in n.text]
        assert told == WORDS["held"][place].format(
            index=("Service quality index", "服务质量指数")[place], table="ahp_weights"
        )
    assert "ahp_weights" not in spoiled("update ahp_weights set is_held = valid_to <= '2025-06-01'")[0]


def test_what_a_closed_month_keeps_of_an_index_is_no_part_of_it(spoiled):
    html, _ = spoiled(
        "update index_parts_values set part = 'withheld', kpi_id = index_id"
        " where (index_id, kpi_id) = ('service_quality_index', 'response_sla_attainment_rate')"
    )
    rows = [n for n in Page(html).of("th") if n.around.get("data-table") == "moved" and n.own.get("scope") == "row"]
    assert [n.text for n in rows if n.around["data-kpi"] == "service_quality_index"] == WORDS["kept"]


def test_without_a_complete_quarter_agents_pages_say_so(built, tmp_path):
    settings = replace(built.settings, data_dir=tmp_path)
    settings = replace(settings, privacy=replace(settings.privacy, agent_pages=True))
    shutil.copytree(built.settings.published_dir, tmp_path / "published", True, copy_function=shutil.copyfile)
    with duckdb.connect(str(tmp_path / "published" / "current" / "service_kpi.duckdb")) as tables:
        tables.execute("delete from scorecard_agent where period_grain = 'quarter'")
    with pytest.raises(UserError, match="complete quarter"):
        report.rewrite(settings, "front_line")
    assert not (tmp_path / "report_agents").exists()


def test_the_command_takes_the_exports_that_the_run_took(built, tmp_path, monkeypatch):
    """A company whose folder holds none, as the examples."""
    shutil.copytree(built.settings.published_dir, tmp_path / "published", symlinks=True)
    monkeypatch.setenv("SERVICE_KPI_DATA", str(tmp_path))
    command = ["report", "--company", str(PROJECT / "companies" / "examples" / "phonenow"), "--audience", "customers"]
    assert CliRunner().invoke(cli.main, command).exit_code == 1
    assert CliRunner().invoke(cli.main, [*command, "--exports", str(tmp_path)]).exit_code == 0
    assert (tmp_path / "report_customers.html").is_file()


def test_who_vanished_is_named_only_where_agents_are_shown(spoiled):
    html, folder = spoiled(
        "insert into publishing_holds (kind, place, action, scope_type, scope_id, sentence_en, sentence_zh) values"
        " ('vanished', 1, 'note', 'agent', 'A1', 'agent A1: gone', '-'),"
        " ('vanished', 2, 'note', 'team', 'T9', 'T9', '-')"
    )
    assert "agent A1: gone" not in html and ">T9<" in html
    assert "agent A1: gone" not in rendered(folder, "board") and "agent A1: gone" in rendered(folder, "managers", True)


def test_a_set_published_when_agents_were_shown_names_none_on_a_page_without_them(spoiled):
    insert = "insert into recognition_list select 'agent', 'A1', 'Ada', period_grain, period_start, kpi_id, 'a', 'b'"
    html, folder = spoiled(f"{insert} from recognition_list where period_grain = 'quarter' limit 1")
    assert "Ada" not in html and "Ada" in rendered(folder, "managers", True)


def test_the_board_reads_the_company_and_no_team_alone(built):
    page = Page(rendered(built.published.resolve(), "board"))
    tables = {node.around.get("data-table") for node in page.of("tr")}
    assert {"acts", "better", "company", "moved", "pilots"} <= tables
    assert tables.isdisjoint({"team", "agent", "recognition", "support"})


def test_the_lists_are_those_of_the_latest_quarter(built, demo):
    ranks, page = Tables(built.published).ranks, read(demo)
    for language in ("en", "zh-CN"):
        for listed in ("recognition", "support"):
            told = [
                (node.own["data-kpi"], node.own["data-scope"], "quarter")
                for node in page.of("tr", **{})
                if node.around.get("data-table") == listed
                and node.around["lang"] == language
                and "data-kpi" in node.own
            ]
            assert (
                sorted(told)
                == sorted(
                    key
                    for key, row in ranks.items()
                    if row["listed"] == listed and row["scope_type"] == "team" and key[2] == "quarter"
                )
                != []
            )


# ---------------------------------------------------------------- other companies

HOSTILE = "<script>alert('x')</script>"


def test_names_from_exports_are_text_and_never_markup(spoiled):
    html, _ = spoiled(
        f"update dim_agents set team_name = '{HOSTILE.replace(chr(39), chr(39) * 2)}', agent_name = '</bdi><b>&amp;'",
        "update scorecard_team_gaps set team_id = '\"><svg onload=x>' where team_id = 'T05'",
        "update scorecard_team set scope_id = '\"><svg onload=x>' where scope_id = 'T05'",
    )
    page = Page(html)
    assert len(page.of("script")) == 1 and not page.of("b")
    assert not [n for n in page.nodes if any(name.startswith("on") for name in n.own)]
    assert any(HOSTILE in node.text for node in page.of("bdi"))


NO_TARGETS = (
    "update scorecard_findings set target = null, target_gap = null, relative_gap = null, status = 'no_target',"
    " team_id = null, missed_since = null, months_missed = 0",
    "delete from scorecard_team_gaps",
)
ONLY_UNKNOWN = (
    "delete from scorecard_team where scope_id <> 'unknown'",
    "delete from scorecard_team_gaps where team_id <> 'unknown'",
    "delete from scorecard_agent where scope_id <> 'unknown'",
    "delete from scorecard_ranks",
    "delete from recognition_list",
    "update scorecard_findings set team_id = null, team_basis = null, team_share = null",
)
ONE_TEAM = (
    "delete from scorecard_team where scope_id <> 'T01'",
    "delete from scorecard_team_gaps where team_id <> 'T01'",
    "update scorecard_findings set team_id = null where team_id <> 'T01'",
)
ONLY_CALLS = (
    "update scorecard_findings set value = null, previous_value = null, target = null, target_gap = null,"
    " relative_gap = null, improved_by = null, better_rank = null, sample_size = null, ci_low = null, ci_high = null,"
    " status = 'no_data', team_id = null, missed_since = null, months_missed = 0 where kpi_id not like '%call%'",
    "update scorecard_team set status = 'no_data', value = null where kpi_id not like '%call%'",
    "update scorecard_agent set status = 'no_data', value = null where kpi_id not like '%call%'",
    "update fct_kpi_values set value = null where kpi_id not like '%call%'",
)
NOTHING_COMPLETE = tuple(
    f"delete from {table}"
    for table in (
        "scorecard_findings",
        "scorecard_team_gaps",
        "scorecard_company",
        "scorecard_team",
        "scorecard_agent",
        "scorecard_ranks",
        "recognition_list",
    )
)
NO_MONTH_BEFORE = (
    "update scorecard_findings set previous_value = null, improved_by = null, better_rank = null,"
    " is_change_beyond_interval = null",
)
NOTHING_AT_ALL = (*NOTHING_COMPLETE, "delete from dq_reconciliation", "delete from dim_agents")


@pytest.mark.parametrize(
    ("changes", "says", "says_not"),
    [
        pytest.param(NO_TARGETS, ["no_targets"], ["order"], id="no targets"),
        pytest.param(
            ONLY_UNKNOWN, ["no_teams", "team_unclear", "nobody_listed"], ["teams_note", "publish_note"], id="no teams"
        ),
        pytest.param(ONE_TEAM, ["teams_note"], ["no_teams"], id="one team"),
        pytest.param(ONLY_CALLS, ["order", "teams_note"], ["no_targets"], id="only calls"),
        pytest.param(NOTHING_COMPLETE, ["nothing_complete", "quality"], ["act_on", "company"], id="nothing complete"),
        pytest.param(NOTHING_AT_ALL, ["nothing_complete"], ["rejected_where"], id="nothing at all"),
        pytest.param(NO_MONTH_BEFORE, ["nothing_before"], ["chance"], id="first month"),
    ],
)
def test_a_page_of_another_company_reads_sensibly(spoiled, changes, says, says_not):
    html, _ = spoiled(*changes)
    page = Page(html)
    for place, language in enumerate(("en", "zh-CN")):
        (main,) = [n for n in page.of("main") if n.own["lang"] == language]
        for key in says:
            assert re.sub(r"{\w+}", "@", WORDS[key][place]).split("@")[0] in main.text, key
        for key in says_not:
            assert re.sub(r"{\w+}", "@", WORDS[key][place]).split("@")[0] not in main.text, key
        assert not re.search(r"\b(None|nan|inf|null)\b", main.text)
        assert not re.search(r"{\w+}", main.text)


# ---------------------------------------------------------------- its place


def test_the_page_is_part_of_the_set(built):
    manifest = json.loads((built.published / "manifest.json").read_text(encoding="utf-8"))
    assert "report.html" in manifest["sha256"]
    beside = built.settings.data_dir / "report.html"
    assert beside.read_text(encoding="utf-8") == (built.published / "report.html").read_text(encoding="utf-8")


def test_a_failed_run_is_said_on_the_page_until_a_green_one(built, tmp_path):
    settings = replace(built.settings, data_dir=tmp_path)
    shutil.copytree(built.settings.published_dir, tmp_path / "published", symlinks=True)
    run_id = built.published.resolve().name
    failed = {
        "run_id": "20991231T000000Z-ffff",
        "status": "red",
        "message": "calls.csv <b>\nmore",
        "ended_at": "2099-12-31T00:01:00+00:00",
    }
    runs.record(tmp_path, {"run_id": run_id, "status": "green"})
    runs.record(tmp_path, failed)
    for page in (report.place(settings), report.rewrite(settings)):
        text = page.read_text(encoding="utf-8")
        notices = Page(text).of("p", **{"class": "later"})
        assert len(notices) == 2 and all(run_id in n.text and "calls.csv <b>" in n.text for n in notices)
        assert "<b>" not in text and "2099-12-31 00:01 UTC" in text
    assert "later run" not in Page((built.published / "report.html").read_text("utf-8")).of("main")[0].text
    runs.record(tmp_path, {"run_id": "20991231T000100Z-ffff", "status": "green"})  # landed alone: nothing published
    assert "2099-12-31 00:01 UTC" in report.place(settings).read_text("utf-8")
