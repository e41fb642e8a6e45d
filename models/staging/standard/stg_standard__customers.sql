-- Grain: one row per landed customer, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'customers') }}
),

trimmed as (
    select {{ trim_columns('customers') }}
    from source
),

clocks_read as (
    select {{ read_clocks('customers') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('customers') }}
    from clocks_read
)

select
    *,
    {{ judge('customers') }} as rejected_because
from parsed
