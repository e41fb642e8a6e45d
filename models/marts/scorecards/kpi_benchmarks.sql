-- Grain: one row per KPI, scope type, position and day from which a benchmark holds, with the day from which it no longer
-- does.
with benchmarks as (
    select * from {{ ref('benchmarks') }}
)

select
    kpi_id,
    scope_type,
    cast(position as bigint) as position,
    cast(valid_from as date) as valid_from,
    cast(coalesce(
        lead(valid_from) over (
            partition by kpi_id, scope_type, position
            order by valid_from
        ),
        date '9999-12-31'
    ) as date) as valid_to,
    kind,
    name,
    cast(value as double) as value,
    unit,
    source,
    cast(published_on as date) as published_on
from benchmarks
