"""The indicator systems of the source documents, held against the registry and, where they are at hand, the texts."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from service_kpi.contract import PROJECT

DOCUMENTS = PROJECT.parent / "shared" / "documents"
# One text is in traditional characters, with their sound in brackets: those that its terms are written with.
SOUND = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+\)")
SIMPLIFIED = str.maketrans(
    "與專業個為習買爭產價關內決準創務動勢協變員響處備復學實對應錄懷態戶時術極標溝滿點熱環現瑣暢確禮積競練給"
    "繼續綜薦觀規觸訓設訪評識訴誠誤請調諒質購趨連適長門問間順頻題饋頭劃審據數後",
    "与专业个为习买争产价关内决准创务动势协变员响处备复学实对应录怀态户时术极标沟满点热环现琐畅确礼积竞练给"
    "继续综荐观规触训设访评识诉诚误请调谅质购趋连适长门问间顺频题馈头划审据数后",
)
SYSTEMS = {"000": 1, "001": 4, "002": 1, "003": 1, "004": 11, "pack": 5}


def read(seed: str) -> list[dict[str, str]]:
    with open(PROJECT / "seeds" / f"{seed}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source(framework: str) -> str:
    """The document that a framework comes from, by its number; `pack` for the practice of an industry."""
    return framework.split("_")[0]


ROWS = read("kpi_frameworks")
FRAMEWORKS = list(dict.fromkeys(row["framework"] for row in ROWS))
FROM_DOCUMENTS = [name for name in FRAMEWORKS if source(name) != "pack"]


def terms(framework: str) -> dict[int, str]:
    return {int(row["position"]): row["term_zh"] for row in ROWS if row["framework"] == framework}


def text_of(document: str) -> str:
    """A document in simplified characters; skips where the documents are not at hand."""
    found = sorted(DOCUMENTS.glob(f"{document}_*.txt"))
    if not found:
        pytest.skip("the source documents are not at hand")
    return SOUND.sub("", Path(found[0]).read_text(encoding="utf-8")).translate(SIMPLIFIED)


def test_every_term_has_a_kpi_that_is_built():
    built = {path.stem.removeprefix("kpi_") for path in (PROJECT / "models/marts/kpis").rglob("kpi_*.sql")}
    assert not {row["kpi_id"] for row in ROWS} - built


def test_every_source_has_its_systems():
    counted = defaultdict(int)
    for framework in FRAMEWORKS:
        counted[source(framework)] += 1
    assert counted == SYSTEMS


def test_a_kpi_stands_in_a_system_of_each_document_that_asks_for_it():
    named = {(source(row["framework"]), row["kpi_id"]) for row in ROWS}
    asked = {
        (document, row["kpi_id"])
        for row in read("kpi_registry")
        for document in row["document"].split()
        if document != "extra"
    }
    assert not asked - named


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_terms_are_numbered_without_a_gap_and_stand_in_their_order(framework):
    positions = [int(row["position"]) for row in ROWS if row["framework"] == framework]
    assert positions == sorted(positions)
    assert sorted(set(positions)) == list(range(1, max(positions) + 1))


@pytest.mark.parametrize("framework", [name for name in FRAMEWORKS if source(name) == "pack"])
def test_a_pack_is_small_enough_to_be_read(framework):
    assert 10 <= len(terms(framework)) <= 20


@pytest.mark.parametrize("framework", FROM_DOCUMENTS)
def test_terms_stand_in_their_document(framework):
    text = text_of(source(framework))
    assert not [term for term in terms(framework).values() if term not in text]


def test_the_representatives_system_has_its_22_indicators():
    """003 numbers them, so none can be missed."""
    text = text_of("003")
    numbered = re.findall(r"^(\d+)\. ?(.+)$", text, re.MULTILINE)
    assert {int(number): name for number, name in numbered} == terms("003_service_representative")


def test_the_indicators_of_a_service_representative_have_levers():
    levers = read("levers")
    theirs = {row["kpi_id"] for row in ROWS if row["framework"] == "003_service_representative"}
    assert len(theirs) == 22 and theirs <= {lever["kpi_id"] for lever in levers}
    assert all(lever["lever_en"].isascii() and not lever["lever_zh"].isascii() for lever in levers)
    assert not any(text[-1] in ".。" for lever in levers for text in (lever["lever_en"], lever["lever_zh"]))
