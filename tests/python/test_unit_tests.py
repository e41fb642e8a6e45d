"""dbt's unit tests, what each measure counts, run by dbt itself on the built demo."""

from __future__ import annotations

from conftest import dbt_on
from sqlparse.engine.filter_stack import FilterStack


def test_dbts_unit_tests_pass(built, tmp_path, monkeypatch):
    # To find a model's `with`, dbt has its whole SQL put into a tree: a fifth of the time. Words in a row will do.
    monkeypatch.setattr(FilterStack, "enable_grouping", lambda self: None)
    code, results = dbt_on(built, tmp_path, "test", "--select", "test_type:unit")
    assert code == 0, [(r["unique_id"], r["message"]) for r in results if r["status"] != "pass"]
    assert len(results) >= 13
