-- Grain: one row per period: the days of it that the calendar holds, which ends with as_of.
select
    period_grain,
    period_start,
    min(day) as first_day,
    max(day) as last_day
from {{ ref('period_days') }}
group by
    period_grain,
    period_start
