"""The KPI catalogue, docs/kpis.md and docs/kpis.zh-CN.md: every KPI of the registry in words, written from what is
there and never by hand: the registry, the YAML descriptions of the areas, the table in docs/kpi_decisions.md."""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import groupby
from pathlib import Path

import yaml

from .contract import PROJECT

KPIS = PROJECT / "models" / "marts" / "kpis"
REGISTRY = PROJECT / "seeds" / "kpi_registry.csv"
AREA_WORDS = PROJECT / "service_kpi" / "report" / "words.yml"  # the areas as the report names them
PAGES = {"en": PROJECT / "docs" / "kpis.md", "zh": PROJECT / "docs" / "kpis.zh-CN.md"}
CHINESE = "**中文**"
# Paragraphs of a description that the catalogue says otherwise: as rows of the table, or as the grain of them all.
SAID_ELSEWHERE = ("Source document:", "Decided in:", "One row per", "源文档：", "口径决定：", "每个周期与范围")

# Registry words -> Chinese; in English the registry's own stand.
WORDS_ZH = {
    "percent": "百分比", "duration": "时长", "count": "数量", "score": "得分", "points": "分", "index": "指数",
    "currency": "金额", "per_unit": "单位值", "money": "金额",
    "higher": "越高越好", "lower": "越低越好", "target": "越接近目标越好", "none": "不分好坏",
    "proportion": "比例", "mean": "均值", "count_ratio": "计数比", "difference": "差", "stock": "存量",
    "quantile": "分位数", "extreme": "极值", "composite": "综合",
    "distinct": "逐期重算", "sum": "相加", "max": "取最大", "closing": "取期末", "change": "与上期相比",
    "ratio": "分子分母分别相加",
    "day": "日", "week": "周", "month": "月", "quarter": "季度", "year": "年",
    "company": "公司", "team": "团队", "agent": "客服", "channel": "渠道", "service": "服务", "region": "区域",
    "customer_segment": "客户分层",
    "extra": "行业惯例",
}  # fmt: skip

TITLES = {
    "en": ("KPIs", "[中文](kpis.zh-CN.md)"),
    "zh": ("指标目录", "[English](kpis.md)"),
}
LEAD = {
    "en": "Every KPI of the registry, by area: {built} of {all} are built. This page is written by `make kpis` from\n"
    "`seeds/kpi_registry.csv` and the descriptions of the models: change those, not this page. What the words leave\n"
    "open is settled in [kpi_decisions.md](kpi_decisions.md).",
    "zh": "登记表中的全部指标，按领域排列：共 {all} 个，已实现 {built} 个。本页由 `make kpis` 根据"
    " `seeds/kpi_registry.csv` 和各模型的说明生成；请修改它们，不要直接修改本页。口径上的取舍见"
    " [kpi_decisions.md](kpi_decisions.md)（英文）。",
}
HEADINGS = {
    "en": ("area", "KPI", "`kpi_id`", "unit", "better", "built"),
    "zh": ("领域", "指标", "`kpi_id`", "单位", "方向", "已实现"),
}
LABELS = {
    "name": ("Chinese name", "英文名称"),
    "numerator": ("numerator", "分子（登记表英文原文）"),
    "denominator": ("denominator", "分母（登记表英文原文）"),
    "no_denominator": ("none: the numerator is the figure", "无：分子即数值"),
    "measured": ("unit, direction", "单位、方向"),
    "kind": ("kind, roll-up", "种类、汇总"),
    "dated_by": ("dated by", "计入日期"),
    "finest_grain": ("finest grain", "最细周期"),
    "scopes": ("scopes", "范围"),
    "exports": ("exports", "所需导出"),
    "document": ("source document", "源文档"),
    "note": ("note", "备注（登记表英文原文）"),
    "version": ("definition", "口径版本"),
    "version_of": ("version {version}, valid from {day}", "第 {version} 版，自 {day} 起"),
    "model": ("model", "模型"),
    "not_built": ("not built yet", "尚未实现"),
    "decision": ("decision", "口径决定"),
    "yes": ("yes", "是"),
}


@cache
def registry() -> dict[str, dict[str, str]]:
    """The rows of the registry by KPI, in the order of the file."""
    with open(REGISTRY, encoding="utf-8", newline="") as file:
        return {row["kpi_id"]: row for row in csv.DictReader(file)}


@cache
def kpi_files() -> dict[str, Path]:
    """KPI -> its SQL file, for each that is built."""
    return {path.stem.removeprefix("kpi_"): path for path in sorted(KPIS.rglob("kpi_*.sql"))}


@cache
def descriptions() -> dict[str, str]:
    """KPI -> what the YAML of its area says of it, both languages."""
    return {
        model["name"].removeprefix("kpi_"): model["description"].strip()
        for path in sorted(KPIS.rglob("_*.yml"))
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        if model["name"].startswith("kpi_")
    }


def half(description: str, language: str) -> str:
    """The English or the Chinese half of a description."""
    english, _, chinese = description.partition(CHINESE)
    return (chinese if language == "zh" else english).strip()


@cache
def decisions() -> dict[str, str]:
    """KPI -> anchor of its section in docs/kpi_decisions.md, from the table at the top of that page."""
    page = (PROJECT / "docs" / "kpi_decisions.md").read_text(encoding="utf-8")
    return {kpi: anchor for anchor, kpi in re.findall(r"^\|.*\]\(#([^)]+)\) \| `(\w+)` \|$", page, re.MULTILINE)}


def decision(kpi: str) -> str:
    """The section of docs/kpi_decisions.md on a KPI, without its heading; empty where there is none."""
    text = (PROJECT / "docs" / "kpi_decisions.md").read_text(encoding="utf-8")
    sections = re.findall(r"^#{3,4} ([^\n]+)\n(.*?)(?=^#{2,4} |\Z)", text, re.MULTILINE | re.DOTALL)
    return next((body for heading, body in sections if anchor(heading) == decisions().get(kpi)), "")


def page(language: str) -> str:
    """One of the two pages as Markdown."""
    rows, built = list(registry().values()), kpi_files()
    title, other = TITLES[language]
    parts = [f"# {title}", other, LEAD[language].format(built=len(built), all=len(rows)), _index(rows, language)]
    for area, kpis in _by_area(rows):
        parts.append(f"## {area_name(area, language)}")
        parts += [_section(row, language) for row in kpis]
    return "\n\n".join(parts) + "\n"


def write() -> None:
    """Write both pages."""
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")
        print(f"{path.relative_to(PROJECT)} written")


def _by_area(rows: list[dict[str, str]]) -> list[tuple[str, list[dict[str, str]]]]:
    """The areas in the order in which the registry first names them, each with its KPIs."""
    order = list(dict.fromkeys(row["area"] for row in rows))
    ranked = sorted(rows, key=lambda row: order.index(row["area"]))
    return [(area, list(kpis)) for area, kpis in groupby(ranked, key=lambda row: row["area"])]


def _index(rows: list[dict[str, str]], language: str) -> str:
    lines = [_row(HEADINGS[language]), "|---" * 6 + "|"]
    for area, kpis in _by_area(rows):
        first = f"[{area_name(area, language)}](#{anchor(area_name(area, language))})"
        for row in kpis:
            link = f"[{_name(row, language)}](#{anchor(row['kpi_id'])})"
            built = _label("yes", language) if row["kpi_id"] in kpi_files() else ""
            unit, better = _word(row["unit"], language), _word(row["better"], language)
            lines.append(_row((first, link, f"`{row['kpi_id']}`", unit, better, built)))
            first = ""
    return "\n".join(lines)


def _section(row: dict[str, str], language: str) -> str:
    kpi = row["kpi_id"]
    told = half(descriptions().get(kpi, ""), language).split("\n")
    told = [text.strip() for text in told if text.strip() and not text.strip().startswith(SAID_ELSEWHERE)]
    table = ["| | |", "|---|---|", *(_row(pair) for pair in _facts(row, language))]
    # The id is the heading, so that a link to a KPI is the same in both languages and outlives a new name.
    return "\n\n".join([f"### {kpi}", f"**{_name(row, language)}**", *told, "\n".join(table)])


def _facts(row: dict[str, str], language: str) -> list[tuple[str, str]]:
    """What the table of a KPI says: label and text."""
    kpi = row["kpi_id"]

    def label(key: str) -> str:
        return _label(key, language)

    def words(texts: str) -> str:
        return ("、" if language == "zh" else ", ").join(_word(text, language) for text in texts.split())

    facts = [
        (label("name"), row["name_en" if language == "zh" else "name_zh"]),
        (label("numerator"), row["numerator"]),
        (label("denominator"), row["denominator"] or label("no_denominator")),
        (label("measured"), words(f"{row['unit']} {row['better']}")),
        (label("kind"), words(f"{row['kind']} {row['rollup']}")),
        (label("dated_by"), f"`{row['dated_by']}`"),
        (label("finest_grain"), words(row["finest_grain"])),
        (label("scopes"), words(row["scopes"])),
        (label("exports"), f"`{row['exports']}`"),
        (label("document"), words(row["document"])),
        (label("version"), label("version_of").format(version=row["definition_version"], day=row["valid_from"])),
        (label("model"), _model(kpi, language)),
    ]
    if row["note"]:
        facts.insert(-2, (label("note"), row["note"]))
    if kpi in decisions():
        facts.append((label("decision"), f"[kpi_decisions.md](kpi_decisions.md#{decisions()[kpi]})"))
    return facts


def _model(kpi: str, language: str) -> str:
    if kpi not in kpi_files():
        return _label("not_built", language)
    place = kpi_files()[kpi].relative_to(PROJECT).as_posix()
    return f"[{place}](../{place})"


def _name(row: dict[str, str], language: str) -> str:
    return row["name_zh" if language == "zh" else "name_en"]


@cache
def area_name(area: str, language: str) -> str:
    return yaml.safe_load(AREA_WORDS.read_text(encoding="utf-8"))[area][language == "zh"]


def _word(word: str, language: str) -> str:
    return WORDS_ZH.get(word, word) if language == "zh" else word.replace("_", " ")


def _label(key: str, language: str) -> str:
    return LABELS[key][language == "zh"]


def anchor(heading: str) -> str:
    """The anchor of a heading as a forge makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


if __name__ == "__main__":
    write()
