-- Grain: one row per period. Services, dated by the day they were launched; the company's alone.
with services as (
    select * from {{ ref('dim_services') }}
    where launched_on is not null
)

select
    period_days.period_grain,
    period_days.period_start,
    'company' as scope_type,
    'all' as scope_id,
    count(*) as services_launched
from services
inner join {{ ref('period_days') }} as period_days on services.launched_on = period_days.day
group by
    period_days.period_grain,
    period_days.period_start
