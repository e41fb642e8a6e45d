"""dbt's unit tests, what each measure counts, run by dbt itself on the built demo."""

from __future__ import annotations

import json
import os
import shutil

from sqlparse.engine.filter_stack import FilterStack

from service_kpi.build import run_dbt


def test_dbts_unit_tests_pass(built, tmp_path, monkeypatch):
    shutil.copy(built.target / "partial_parse.msgpack", tmp_path)  # the project as the build read it
    # To find a model's `with`, dbt has its whole SQL put into a tree: a fifth of the time. Words in a row will do.
    monkeypatch.setattr(FilterStack, "enable_grouping", lambda self: None)
    before = dict(os.environ)
    try:
        code = run_dbt(
            built.settings,
            ["test", "--select", "test_type:unit", "--log-level", "none", "--target-path", str(tmp_path)],
        )
    finally:
        os.environ.clear()
        os.environ.update(before)
    results = json.loads((tmp_path / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert code == 0, [(r["unique_id"], r["message"]) for r in results if r["status"] != "pass"]
    assert len(results) >= 13
