-- Grain: one row per source, table and column that at least one file in force holds.
select
    source_name,
    table_name,
    column_name
from {{ source('landing', 'columns') }}
