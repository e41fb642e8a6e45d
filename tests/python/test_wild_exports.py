"""Wild exports through the models and through the oracle: the same figures, the same rows, the same rejections.

`make test` takes a few seeds; WILD=300 takes as many (make test-all).
"""

from __future__ import annotations

import os
from datetime import date

import pytest
import wild
from oracle import evaluate
from replay import replay_exports
from test_oracle_agrees import assert_agree, figures

from service_kpi import settings as company


@pytest.mark.parametrize("seed", range(int(os.environ.get("WILD", "6"))))
def test_models_and_oracle_agree(built, tmp_path, seed):
    exports = wild.write(tmp_path / "exports", seed)
    if not any(exports.iterdir()):
        pytest.skip("this seed leaves every export out")
    settings = company.load(
        built.settings.company_dir, exports, as_of=wild.AS_OF, data_dir=tmp_path / "data"
    )  # the demo's settings: agents come in full files
    with replay_exports(built, settings) as again:
        ours = figures(again, "scorecards.fct_kpi_values")
        accounts = again.execute(
            "select entity, source_file, landed, accepted, superseded, rejected from quality.dq_reconciliation"
        ).fetchall()
        rejected = again.execute(
            "select entity, source_file, source_row, column_name from quality.rejected_rows"
        ).fetchall()
    told = evaluate(
        exports, date.fromisoformat(wild.AS_OF), "Asia/Shanghai", delivery={"default": "append", "agents": "full"}
    )
    assert sorted(accounts) == sorted(
        (a.entity, a.file, a.landed, a.accepted, a.superseded, a.rejected) for a in told.accounts
    )
    assert {row[:3] for row in rejected} == {(r.entity, r.file, r.row) for r in told.rejected}
    assert_agree(ours, told)
