"""A company's own seeds: what its people mistype is told in a line before anything is built."""

from __future__ import annotations

import pytest

from service_kpi import seeds
from service_kpi.contract import PROJECT
from service_kpi.errors import UserError

HEADER = "kpi_id,scope_type,scope_id,period_grain,valid_from,target,near_margin\n"


def put(folder, text: str, name: str = "kpi_targets.csv", encoding: str = "utf-8"):
    (folder / "seeds").mkdir()
    (folder / "seeds" / name).write_text(text, encoding=encoding)
    return folder


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEADER + "call_connect_rate,company,*,*,2025-01-01,ninety,0.05\n", ("row 2, column target", "'ninety'")),
        (HEADER + "a,team,*,*,2025-01-01,1,0\nb,team,*,*,1.1.2025,1,0\n", ("row 3, column valid_from",)),
        (HEADER + "a,team,*,*,2025-01-01,nan,0\n", ("column target",)),
        (HEADER + "a,team,*,*,2025-01-01,,0\n", ("column target", "''")),
        (HEADER + "a,team,*\n", ("row 2", "3 values")),
        ("kpi_id,target\n", ("header", "near_margin")),
        ("", ("header",)),
    ],
)
def test_a_mistake_names_file_row_and_column(tmp_path, text, words):
    with pytest.raises(UserError) as told:
        seeds.check(put(tmp_path, text))
    assert "kpi_targets.csv" in str(told.value) and "\n" not in str(told.value)
    assert all(word in str(told.value) for word in words), told.value


def test_a_file_in_another_encoding_is_named(tmp_path):
    with pytest.raises(UserError, match="UTF-8"):
        seeds.check(put(tmp_path, HEADER + "a,team,华东,*,2025-01-01,1,0\n", encoding="gb18030"))


def test_what_is_right_passes(tmp_path):
    seeds.check(put(tmp_path, HEADER + "a,team,华东,*,2025-01-01,0.9,0.05\n", encoding="utf-8-sig"))


def test_our_companies_and_our_empty_seeds_pass():
    for company in ("demo", "blank"):
        seeds.check(PROJECT / "companies" / company)
    for ours in seeds.OURS.glob("*.csv"):
        seeds._check(ours, seeds._types()[ours.stem])
