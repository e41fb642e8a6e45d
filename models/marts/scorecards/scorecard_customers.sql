-- Grain: one row per KPI that the plan has in force for customers: the company's result in its latest complete period, a
-- month where it is evaluated monthly, else a quarter; where both were planned, as planned last. No names, no teams, no
-- costs.
with plan as (
    select
        *,
        case frequency when 'monthly' then 'month' else 'quarter' end as period_grain
    from {{ ref('kpi_plan') }}
    where audience = 'customers' and status = 'in_force'
),

results as (
    select
        company.*,
        periods.period_end,
        before.status as previous_status,
        row_number() over (partition by company.kpi_id order by plan.valid_from desc) as nth
    from {{ ref('scorecard_company') }} as company
    inner join plan
        on company.kpi_id = plan.kpi_id
        and company.period_grain = plan.period_grain
        and company.period_start between plan.valid_from and plan.valid_to
    inner join {{ ref('dim_periods') }} as periods
        on company.period_grain = periods.period_grain
        and company.period_start = periods.period_start
    left join {{ ref('fct_kpi_values') }} as before
        on company.kpi_id = before.kpi_id
        and company.period_grain = before.period_grain
        and periods.previous_period_start = before.period_start
        and before.scope_type = 'company'
    where company.area not in ('finance', 'people')
)

select
    kpi_id,
    name_en,
    name_zh,
    unit,
    better,
    period_grain,
    period_start,
    period_end,
    -- Too few to speak for all are too few for customers to read.
    case when status <> 'small_sample' then value end as value,
    case when status <> 'small_sample' and previous_status <> 'small_sample' then previous_value end as previous_value,
    target,
    target_to,
    status
from results
where nth = 1
