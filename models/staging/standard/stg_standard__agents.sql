-- Grain: one row per landed agent and state, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'agents') }}
),

trimmed as (
    select {{ trim_columns('agents') }}
    from source
),

clocks_read as (
    select {{ read_clocks('agents') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('agents') }}
    from clocks_read
)

select
    *,
    {{ judge('agents') }} as rejected_because
from parsed
