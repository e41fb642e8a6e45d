-- Grain: one row per landed complaint, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'complaints') }}
),

trimmed as (
    select {{ trim_columns('complaints') }}
    from source
),

clocks_read as (
    select {{ read_clocks('complaints') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('complaints') }}
    from clocks_read
)

select
    *,
    {{ judge('complaints') }} as rejected_because
from parsed
