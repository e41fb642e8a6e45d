-- Grain: one row per landed row that was rejected, with where it stands and why.
with set_aside as (
    select * from {{ ref('int_set_aside_rows') }}
    where verdict = 'rejected'
)

select
    entity,
    source_name,
    source_file,
    source_row,
    source_line,
    split_part(rejected_because, ': ', 1) as column_name,
    substr(rejected_because, length(split_part(rejected_because, ': ', 1)) + 3) as reason
from set_aside
