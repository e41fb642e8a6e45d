-- Grain: one row per team, KPI and complete month. A question as people ask it, to copy and change:
--   .venv/bin/service-kpi dbt show --select teams_month_by_month
with kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
)

select
    kpi_values.scope_id as team_id,
    kpis.name_en,
    kpi_values.period_start,
    kpi_values.value,
    kpi_values.previous_value,
    kpi_values.status
from kpi_values
inner join kpis on kpi_values.kpi_id = kpis.kpi_id
where
    kpi_values.scope_type = 'team'
    and kpi_values.period_grain = 'month'
    and kpi_values.is_complete
