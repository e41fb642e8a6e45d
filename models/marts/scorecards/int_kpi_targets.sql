-- Grain: one row per KPI, scope, period grain and day from which a target holds, with the day from which it no longer does.
with targets as (
    select * from {{ ref('kpi_targets') }}
)

select
    kpi_id,
    scope_type,
    scope_id,
    period_grain,
    cast(target as double) as target,
    -- An empty cell of a seed is null on DuckDB; dbt-spark loads it as the text None. No end: the target itself.
    coalesce(cast(nullif(target_to, 'None') as double), cast(target as double)) as target_to,
    -- A share of the target: worse by no more than that is near.
    cast(near_margin as double) as near_margin,
    -- A target of one member goes before one of all members, then one of a grain before one of all grains.
    case when scope_id = '*' then 2 else 0 end + case when period_grain = '*' then 1 else 0 end as generality,
    cast(valid_from as date) as valid_from,
    cast(coalesce(
        lead(valid_from) over (
            partition by kpi_id, scope_type, scope_id, period_grain
            order by valid_from
        ),
        date '9999-12-31'
    ) as date) as valid_to
from targets
