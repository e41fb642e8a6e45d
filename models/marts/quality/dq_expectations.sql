-- Grain: one row per stage, source, table, column and expectation. Those of the stage `published` are judged on the
-- tables that the build made, this one among them, and added to it just before it is published.
select
    run_id,
    stage,
    source_name,
    table_name,
    column_name,
    expectation,
    severity,
    passed,
    observed,
    limit_value,
    source_file,
    sentence_en,
    sentence_zh
from {{ ref('stg_landing__expectations') }}
