-- Grain: one row per landed agent and state, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'agents') }}
),

trimmed as (
    select {{ trim_columns('agents') }}
    from source
),

parsed as (
    select {{ parse_columns('agents') }}
    from trimmed
)

select
    *,
    {{ judge('agents') }} as rejected_because
from parsed
