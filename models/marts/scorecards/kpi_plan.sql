-- Grain: one row per KPI, audience and first day of the evaluation plan.
with plan as (
    select * from {{ ref('evaluation_plan') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

last_day as (
    select max(period_start) as last_day
    from {{ ref('dim_periods') }}
    where period_grain = 'day' and is_complete
)

select
    plan.kpi_id,
    plan.audience,
    cast(plan.valid_from as date) as valid_from,
    cast(plan.valid_to as date) as valid_to,
    kpis.name_en,
    kpis.name_zh,
    plan.frequency,
    plan.stage,
    plan.owner,
    -- An empty cell of a seed is null on DuckDB; dbt-spark loads it as the text None.
    nullif(plan.participants, 'None') as participants,
    nullif(plan.external_experts, 'None') as external_experts,
    plan.status,
    coalesce(
        last_day.last_day between cast(plan.valid_from as date) and cast(plan.valid_to as date), false
    ) as is_current
from plan
inner join kpis on plan.kpi_id = kpis.kpi_id
cross join last_day
