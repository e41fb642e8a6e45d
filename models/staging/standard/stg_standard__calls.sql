-- Grain: one row per landed call, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'calls') }}
),

trimmed as (
    select {{ trim_columns('calls') }}
    from source
),

clocks_read as (
    select {{ read_clocks('calls') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('calls') }}
    from clocks_read
)

select
    *,
    {{ judge('calls') }} as rejected_because
from parsed
