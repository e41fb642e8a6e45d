"""Ids that are published go out as pseudonyms: the same for one salt, and nothing of the salt in what is published."""

from __future__ import annotations

import hashlib
import hmac
import stat
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from service_kpi.build import Built, PublicTable
from service_kpi.publish import _write_tables
from service_kpi.settings import Settings

IDS = ["K1", "K2", "客户三", "13800138000"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings("made up", tmp_path, tmp_path / "data", "UTC", datetime(2025, 7, 1, tzinfo=UTC), (), {}, {}, 5)
    settings.warehouse.parent.mkdir(parents=True)
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("create schema scorecards")
        connection.execute("create table scorecards.profiles as select unnest(?) as customer_key, 1 as requests", [IDS])
    return settings


def published_keys(settings: Settings, folder: Path) -> list[str]:
    folder.mkdir()
    table = PublicTable("profiles", "scorecards", "", {"customer_key": "", "requests": ""}, ("customer_key",))
    _write_tables(settings, Built(public=[table], nodes=1), folder)
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select customer_key, requests from read_parquet(?)", [str(folder / "profiles.parquet")]
        )
        return [key for key, requests in rows.fetchall() if requests == 1]


def pseudonyms(salt: bytes) -> list[str]:
    return sorted(hmac.new(salt, key.encode(), hashlib.sha256).hexdigest() for key in IDS)


@pytest.mark.parametrize("salt", ["pepper", "long " * 30], ids=["short", "longer than a block"])
def test_ids_go_out_as_hmac_sha256_in_their_order(settings, tmp_path, monkeypatch, salt):
    monkeypatch.setenv("SERVICE_KPI_SALT", salt)
    assert published_keys(settings, tmp_path / "set") == pseudonyms(salt.encode())
    for path in (path for path in tmp_path.rglob("*") if path.is_file() and path != settings.warehouse):
        content = path.read_bytes()
        assert salt.encode() not in content, path
        assert not any(key.encode() in content for key in IDS if len(key) > 2), path


def test_without_a_salt_one_is_made_and_kept(settings, tmp_path, monkeypatch):
    monkeypatch.delenv("SERVICE_KPI_SALT", raising=False)
    first = published_keys(settings, tmp_path / "first")
    kept = settings.data_dir / "pseudonyms.salt"
    assert first == pseudonyms(kept.read_bytes()) == published_keys(settings, tmp_path / "second")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(kept.read_bytes()) == 64


def test_another_salt_gives_other_pseudonyms(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("SERVICE_KPI_SALT", "pepper")
    first = published_keys(settings, tmp_path / "first")
    monkeypatch.setenv("SERVICE_KPI_SALT", "cumin")
    assert not set(first) & set(published_keys(settings, tmp_path / "second"))
