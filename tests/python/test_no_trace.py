"""Five kinds of file full of people: neither they nor the salt stand in any file that a run leaves.

`make test` lands and checks; with WILD set it is a whole run (make test-all).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import xlsxwriter
from test_formats import ods, texts
from test_privacy import SALT

from service_kpi.contract import PROJECT

PEOPLE = [(f"KX-{n:05}", f"欧阳测试{n}号", f"1380013{n:04}", f"person{n}@example.com") for n in range(40)]
SECRETS = [text for person in PEOPLE for text in person]
STEMS = ("KX-0", "欧阳测试", "1380013", "person")  # each of these begins with one: quick to look for


def write_exports(folder: Path) -> None:
    """Five kinds of file, with rows as they should be, shifted ones, telephone numbers where days should be."""
    folder.mkdir(exist_ok=True)
    customers = [f"{i},{n},{p},{e},gold,2025-01-0{at % 9 + 1},{p}" for at, (i, n, p, e) in enumerate(PEOPLE)]
    id_, name, phone, email = PEOPLE[0]
    shifted = [f"x,{id_},{name},{phone},{email},gold,2025-01-01,{phone},{id_}", f",{id_},{name},{phone}"]
    bad = [f"KX-99999,{name},{phone},{email},call {phone},tel {phone},{email}"]
    header = "customer_id,customer_name,phone,email,segment,joined_on,wechat"
    (folder / "customers.csv").write_text("\n".join([header, *customers, *shifted, *bad]) + "\n", encoding="gb18030")
    with xlsxwriter.Workbook(folder / "orders.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["order_id", "customer_id", "ordered_at", "remark"])
        for at, (i, n, p, e) in enumerate(PEOPLE, start=1):
            sheet.write_row(at, 0, [f"O{at}", i, "2025-03-01 09:00:00" if at % 5 else f"{p} {e}", f"{n} {p}"])
    lines = "".join(texts(f"A{at}", i, "2025-03-01 09:00", p) for at, (i, _, p, _) in enumerate(PEOPLE))
    head = texts("activity_id", "customer_id", "occurred_at", "note")
    (folder / "member_activity.ods").write_bytes(ods({"S": head + lines}))
    comments = [
        {"response_id": f"S{at}", "survey": "csat", "respondent_type": "customer", "respondent_id": i,
         "comment": f"{n} {p} {e}",
         "responded_at": "2025-03-02 10:00:00" if at % 4 else p, "score": 5, e: "a key that is a person"}
        for at, (i, n, p, e) in enumerate(PEOPLE[:3] * 4)
    ]  # fmt: skip
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in comments)
    (folder / "survey_responses.jsonl").write_text(
        text + f'{{"response_id": "S", "comment": "{phone}", "comment": 1}}\n'
    )
    with duckdb.connect() as engine:
        engine.execute(
            "create table t (call_id varchar, customer_id varchar, started_at varchar, topic varchar, person varchar)"
        )
        rows = [[f"C{at}", i, "2025-03-03 09:00:00" if at % 7 else p, p, n] for at, (i, n, p, _) in enumerate(PEOPLE)]
        engine.executemany("insert into t values (?, ?, ?, ?, ?)", rows)
        engine.execute(f"copy t to '{folder / 'calls.parquet'}' (format parquet)")


def everything_under(folder: Path):
    """(path, its bytes, or of a Parquet or DuckDB file also all its cells)."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            yield path, path.read_bytes().decode("utf-8", "replace")
            if path.suffix == ".parquet":
                with duckdb.connect() as engine:
                    yield path, str(engine.execute("from read_parquet(?)", [str(path)]).fetchall())
            if path.suffix == ".duckdb":
                with duckdb.connect(str(path), read_only=True) as engine:
                    for schema, table in engine.execute(
                        "select schema_name, table_name from duckdb_tables()"
                    ).fetchall():
                        yield path, str(engine.execute(f'from "{schema}"."{table}"').fetchall())


WHOLE = "WILD" in os.environ


def assert_counted(data: Path) -> None:
    """The rows are what they should be: it is not that nothing was read."""
    with duckdb.connect(str(data / "published/current/service_kpi.duckdb"), read_only=True) as tables:
        rejected = dict(tables.execute("select entity, count(*) from rejected_rows group by entity").fetchall())
        assert tables.execute("select count(*) from customer_profiles where orders > 0").fetchall() == [(32,)]
    assert rejected == {"customers": 3, "orders": 8, "survey_responses": 4, "calls": 6}


def test_after_a_run_neither_salt_nor_person_stands_in_any_file(tmp_path):
    exports, data = tmp_path / "exports", tmp_path / "data"
    write_exports(exports)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SERVICE_KPI_")}
    environment |= {"SERVICE_KPI_SALT": SALT, "SERVICE_KPI_DATA": str(data), "COLUMNS": "200"}

    def service_kpi(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "service_kpi", *arguments], env=environment, cwd=PROJECT, capture_output=True,
            text=True, timeout=300,
        )  # fmt: skip

    (exports / "complaints.csv").write_text(",".join(PEOPLE[1]) + "\nP1,2025-03-01\n")
    red = service_kpi("check", "--exports", str(exports), "--as-of", "2025-03-31")
    assert red.returncode == 1 and "required columns" in red.stderr + red.stdout, "people stand where the header should"
    (exports / "complaints.csv").unlink()
    said = service_kpi("run" if WHOLE else "check", "--exports", str(exports), "--as-of", "2025-03-31")
    assert said.returncode == 0, said.stdout + said.stderr
    if WHOLE:
        assert_counted(data)
    assert all(secret.startswith(STEMS) for secret in SECRETS)
    looked_at = 0
    for path, text in everything_under(data):
        looked_at += 1
        for secret in (SALT, *(SECRETS if any(stem in text for stem in STEMS) else ())):
            assert secret not in text, (path, secret)
    assert looked_at > (100 if WHOLE else 10)
    for secret in (SALT, *SECRETS):
        assert secret not in said.stdout + said.stderr
    found = service_kpi("privacy")
    assert found.returncode == 0
    told = [line for line in found.stdout.splitlines() if not line.startswith(("target/", "privacy: nothing"))]
    assert told == [], "in target/ our own tests hold large numbers"
