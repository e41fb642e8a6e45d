-- Grain: one row per landed service request, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'service_requests') }}
),

trimmed as (
    select {{ trim_columns('service_requests') }}
    from source
),

clocks_read as (
    select {{ read_clocks('service_requests') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('service_requests') }}
    from clocks_read
)

select
    *,
    {{ judge('service_requests') }} as rejected_because
from parsed
