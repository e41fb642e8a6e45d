"""The KPI catalogue is what registry, files and descriptions say; and these, and the values, are of the same KPIs."""

from __future__ import annotations

import re

import duckdb
import pytest

from service_kpi import catalogue

REGISTRY = catalogue.registry()
BUILT = sorted(catalogue.kpi_files())


def stacked(path) -> str:
    """What a model unites by the macro stack_kpis."""
    return "".join(re.findall(r"stack_kpis\(\[(.*?)\]", path.read_text(encoding="utf-8"), re.DOTALL))


@pytest.mark.parametrize("language", catalogue.PAGES)
def test_the_page_on_file_is_the_one_that_would_be_written(language):
    written = catalogue.PAGES[language].read_text(encoding="utf-8")
    assert written == catalogue.page(language), "the words of a KPI changed: `make kpis`"


def test_both_pages_have_every_kpi_of_the_registry_once():
    for language in catalogue.PAGES:
        headings = re.findall(r"^### (\w+)$", catalogue.page(language), re.MULTILINE)
        assert sorted(headings) == sorted(REGISTRY)


def test_the_chinese_page_has_a_chinese_word_for_every_word_of_the_registry():
    for row in REGISTRY.values():
        for key in ("unit", "better", "kind", "rollup", "finest_grain", "scopes"):
            assert set(row[key].split()) <= set(catalogue.WORDS_ZH), (row["kpi_id"], key)


def test_every_built_kpi_is_registered_described_and_united_once():
    assert set(BUILT) <= set(REGISTRY), "a file without a row in the registry"
    assert sorted(catalogue.descriptions()) == BUILT, "files and entries in the YAML of the areas"
    # What compares or weighs the values of KPIs is united after the areas.
    later = "".join(stacked(path) for path in (catalogue.KPIS.parent / "scorecards").glob("int_*.sql"))
    for kpi, path in catalogue.kpi_files().items():
        area = path.parent.name
        assert area == REGISTRY[kpi]["area"]
        of_values = REGISTRY[kpi]["rollup"] in ("change", "composite")
        union = later if of_values else stacked(path.parent / f"area_{area}.sql")
        assert union.count(f"'{kpi}'") == 1, kpi


def test_every_description_says_what_the_catalogue_shows():
    for kpi, description in catalogue.descriptions().items():
        for language, marks in {"en": ("Counts:", "Does not count:"), "zh": ("计入：", "不计入：")}.items():
            assert all(mark in catalogue.half(description, language) for mark in marks), (kpi, language)


def test_every_built_kpi_has_decisions_to_link_to():
    assert set(BUILT) <= set(catalogue.decisions())


def test_every_built_kpi_has_values_and_no_other(built):
    with duckdb.connect(str(built.published / "service_kpi.duckdb"), read_only=True) as published:
        valued = published.execute("select distinct kpi_id from fct_kpi_values order by kpi_id").fetchall()
    assert [kpi for (kpi,) in valued] == BUILT
