"""Builds the demo company on Spark and compares every figure with the DuckDB build. `make test-spark` runs it.

Spark reads the landing as tables of its own catalog; the models are the same files. Prints `N passed, N failed`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SERVICE_KPI_DATA") or PROJECT / "data" / "spark").resolve()
KEY = "kpi_id, period_grain, period_start, scope_type, scope_id"
DOUBLES = ("numerator", "denominator", "value", "sample_size", "ci_low", "ci_high", "previous_value", "year_ago_value")
EXACT = ("status", "is_complete", "is_provisional", "target", "target_to", "benchmark", "is_pilot")
# Tables made of those figures, of the plan and of what came in, compared whole: table -> what makes a row unique.
WHOLE = {
    "ahp_weights": "index_id, valid_from, parent, item",
    "dq_summary": "kind, name",
    "index_parts_values": "index_id, period_grain, period_start, scope_type, scope_id, part, kpi_id",
    "kpi_benchmarks": "kpi_id, scope_type, position, valid_from",
    "kpi_levers": "kpi_id, position",
    "kpi_plan": "kpi_id, audience, valid_from",
    "scorecard_company": "scope_id, period_grain, kpi_id",
    "scorecard_team": "scope_id, period_grain, kpi_id",
    "scorecard_agent": "scope_id, period_grain, kpi_id",
    "scorecard_findings": "kpi_id",
    "scorecard_team_gaps": "kpi_id, team_id",
    "scorecard_ranks": "kpi_id, period_grain, scope_type, scope_id",
    "recognition_list": "kpi_id, period_grain, scope_type, scope_id",
    "scorecard_customers": "kpi_id",
    "customer_measures": "action_id",
}


def main() -> int:
    """Both builds, then the comparison; the exit code says whether all figures agree."""
    environment = os.environ | {"SERVICE_KPI_DATA": str(DATA)}
    subprocess.run([PROJECT / ".venv/bin/service-kpi", "run"], check=True, env=environment)
    os.environ.update(
        SERVICE_KPI_DATA=str(DATA),
        SPARK_LOCAL_IP="127.0.0.1",
        DBT_PROJECT_DIR=str(PROJECT),
        DBT_PROFILES_DIR=str(PROJECT),
        DBT_TARGET_PATH=str(DATA / "target-spark"),
        DBT_LOG_PATH=str(DATA / "logs"),
    )
    os.chdir(DATA)  # Spark leaves its metastore where it runs
    spark = start_spark()
    hand_over_the_landing(spark)

    from dbt.cli.main import dbtRunner

    arguments = ["build", "--target", "spark", "--exclude-resource-type", "unit_test", "--no-use-colors"]
    result = dbtRunner().invoke(arguments)
    if not result.success:
        print(f"dbt on Spark: {result.exception or 'models or tests failed'}")
        return 1
    for table in ("fct_kpi_values", *WHOLE):
        place = (DATA / "on_spark" / table).as_uri()
        schema = "quality" if table.startswith("dq_") else "scorecards"
        spark.sql(f"select * from {schema}.{table}").write.mode("overwrite").parquet(place)
    return compare()


def start_spark():
    """A local session with the settings of the profile `spark`, whose catalog outlives it."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.enableHiveSupport()
    for name, value in {
        "spark.master": os.environ.get("SERVICE_KPI_SPARK_MASTER", "local[2]"),
        "spark.driver.memory": "4g",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": str(DATA / "warehouse" / "spark"),
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def hand_over_the_landing(spark) -> None:
    """Every relation of the build file's landing schemas as a Spark table."""
    folder = DATA / "landing_for_spark"
    folder.mkdir(exist_ok=True)
    with duckdb.connect(str(DATA / "warehouse" / "service_kpi.duckdb"), read_only=True) as built:
        relations = built.execute(
            "select schema_name, view_name from duckdb_views() where schema_name like 'landing%' union all"
            " select schema_name, table_name from duckdb_tables() where schema_name = 'landing'"
        ).fetchall()
        for schema, name in relations:
            file = folder / f"{schema}.{name}.parquet"
            built.execute(f"copy (from {schema}.{name}) to '{file}' (format parquet)")
            spark.sql(f"create database if not exists {schema}")
            spark.sql(f"drop table if exists {schema}.{name}")
            spark.read.parquet(file.as_uri()).write.saveAsTable(f"{schema}.{name}")


def compare() -> int:
    """Every column of every row: doubles to 1e-9, all else exactly."""
    with duckdb.connect() as connection:
        connection.execute(f"create view ours as from '{DATA}/published/current/fct_kpi_values.parquet'")
        connection.execute(f"create view theirs as from '{DATA}/on_spark/fct_kpi_values/*.parquet'")
        differ = {
            "rows only in DuckDB": f"select count(*) from ours anti join theirs using ({KEY})",
            "rows only in Spark": f"select count(*) from theirs anti join ours using ({KEY})",
        }
        for column in DOUBLES:
            a, b = f"ours.{column}", f"theirs.{column}"
            unlike = f"({a} is null) <> ({b} is null) or abs({a} - {b}) > 1e-9 * greatest(1, abs({a}))"
            differ[column] = f"select count(*) from ours join theirs using ({KEY}) where {unlike}"
        for column in EXACT:
            unlike = f"ours.{column} is distinct from theirs.{column}"
            differ[column] = f"select count(*) from ours join theirs using ({KEY}) where {unlike}"
        counts = {what: connection.execute(sql).fetchall()[0][0] for what, sql in differ.items()}
        ((rows,),) = connection.execute("select count(*) from ours").fetchall()
        counts |= {table: _unlike(connection, table, key) for table, key in WHOLE.items()}
    for what, count in counts.items():
        print(f"{what}: {count} differ")
    print(f"{rows} rows of fct_kpi_values, and {len(WHOLE)} tables whole")
    failed = sum(count > 0 for count in counts.values())
    print(f"{len(counts) - failed} passed, {failed} failed")
    return 1 if failed or not rows else 0


def _unlike(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> int:
    """How many rows of a table stand on one side alone, or have a column that is another on the other."""
    connection.execute(f"create or replace view ours as from '{DATA}/published/current/{table}.parquet'")
    connection.execute(f"create or replace view theirs as from '{DATA}/on_spark/{table}/*.parquet'")
    unlike = ["a.found is null", "b.found is null"]
    for name, of_type, *_ in connection.execute("describe ours").fetchall():
        a, b = f"a.{name}", f"b.{name}"
        if of_type == "DOUBLE":
            unlike.append(f"({a} is null) <> ({b} is null) or abs({a} - {b}) > 1e-9 * greatest(1, abs({a}))")
        else:
            unlike.append(f"{a} is distinct from {b}")
    sql = f"""select count(*) from (select *, true as found from ours) as a
        full join (select *, true as found from theirs) as b using ({key}) where {" or ".join(unlike)}"""
    return connection.execute(sql).fetchall()[0][0]


if __name__ == "__main__":
    sys.exit(main())
