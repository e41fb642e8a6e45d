-- Grain: one row per table, column and expectation on the landed files: what the gate found before the build.
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
from {{ source('landing', 'expectations') }}
