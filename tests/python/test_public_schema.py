"""What users build on changes only on purpose: the file says what it is, the changelog that it changed."""

from __future__ import annotations

import json

from service_kpi import schema
from service_kpi.contract import PROJECT


def test_the_public_schema_is_the_one_on_file():
    written = json.loads(schema.FILE.read_text(encoding="utf-8"))
    assert schema.public_schema() == written, "the public schema changed: `make schema`, and an entry in CHANGELOG.md"


def test_the_changelog_names_the_public_schema():
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"Public schema `{schema.digest(schema.public_schema())}`" in changelog, "say in CHANGELOG.md what changed"


def test_every_part_of_it_changes_the_digest():
    public = schema.public_schema()
    assert all(public.values())
    for part in public:
        assert schema.digest({**public, part: "other"}) != schema.digest(public)


def test_every_public_column_says_its_type():
    assert all(kind for columns in schema.public_schema()["tables"].values() for kind in columns.values())
