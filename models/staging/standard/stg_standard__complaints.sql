-- Grain: one row per landed complaint, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'complaints') }}
),

trimmed as (
    select {{ trim_columns('complaints') }}
    from source
),

parsed as (
    select {{ parse_columns('complaints') }}
    from trimmed
)

select
    *,
    {{ judge('complaints') }} as rejected_because
from parsed
