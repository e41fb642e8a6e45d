-- Grain: one row per landed customer, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'customers') }}
),

trimmed as (
    select {{ trim_columns('customers') }}
    from source
),

parsed as (
    select {{ parse_columns('customers') }}
    from trimmed
)

select
    *,
    {{ judge('customers') }} as rejected_because
from parsed
