-- Grain: one row per built KPI, scope type and period grain: which rows of fct_kpi_values may exist.
with kpis as (
    select * from {{ ref('dim_kpi') }}
    where is_built
),

kept as (
    select * from {{ ref('reporting_scopes') }}
)

select
    kpis.kpi_id,
    kept.scope_type,
    kept.period_grain
from kpis
inner join kept on ' ' || kpis.scopes || ' ' like '% ' || kept.scope_type || ' %'
where kept.grain_rank >= case kpis.finest_grain
    when 'day' then 0
    when 'week' then 1
    when 'month' then 2
    when 'quarter' then 3
    else 4
end
