-- Grain: one row per landed item judged in an audit, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'quality_audits') }}
),

trimmed as (
    select {{ trim_columns('quality_audits') }}
    from source
),

clocks_read as (
    select {{ read_clocks('quality_audits') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('quality_audits') }}
    from clocks_read
)

select
    *,
    {{ judge('quality_audits') }} as rejected_because
from parsed
