-- Grain: one row per landed service, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'services') }}
),

trimmed as (
    select {{ trim_columns('services') }}
    from source
),

clocks_read as (
    select {{ read_clocks('services') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('services') }}
    from clocks_read
)

select
    *,
    {{ judge('services') }} as rejected_because
from parsed
