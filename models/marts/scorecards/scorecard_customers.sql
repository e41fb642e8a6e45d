-- Grain: one row per KPI that the plan has in force for customers: the company's result in its latest complete period, a
-- month where it is evaluated monthly, else a quarter. No names, no teams, no costs.
with plan as (
    select
        *,
        case frequency when 'monthly' then 'month' else 'quarter' end as period_grain
    from {{ ref('kpi_plan') }}
    where audience = 'customers' and status = 'in_force'
)

select
    company.kpi_id,
    company.name_en,
    company.name_zh,
    company.unit,
    company.better,
    company.period_grain,
    company.period_start,
    periods.period_end,
    -- Too few to speak for all are too few for customers to read.
    case when company.status <> 'small_sample' then company.value end as value,
    case when company.status <> 'small_sample' then company.previous_value end as previous_value,
    company.target,
    company.target_to,
    company.status
from {{ ref('scorecard_company') }} as company
inner join plan
    on company.kpi_id = plan.kpi_id
    and company.period_grain = plan.period_grain
    and company.period_start between plan.valid_from and plan.valid_to
inner join {{ ref('dim_periods') }} as periods
    on company.period_grain = periods.period_grain
    and company.period_start = periods.period_start
where company.area not in ('finance', 'people')
