-- Grain: one row per landed row that was rejected, with where it stands and why.
with set_aside as (
    select * from {{ ref('int_set_aside_rows') }}
    where verdict = 'rejected'
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
)

select
    set_aside.entity,
    set_aside.source_name,
    set_aside.source_file,
    set_aside.source_row,
    set_aside.source_line,
    split_part(set_aside.rejected_because, ': ', 1) as column_name,
    substr(set_aside.rejected_because, length(split_part(set_aside.rejected_because, ': ', 1)) + 3) as reason,
    run.run_id
from set_aside
cross join run
