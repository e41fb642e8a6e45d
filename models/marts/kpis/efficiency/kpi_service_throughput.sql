-- Service throughput per hour 服务效率(单位时间完成量): requests completed by agents with a shift that month / hours worked.
with requests as (
    select * from {{ ref('requests_by_resolved') }}
),

shifts as (
    select * from {{ ref('shifts_by_worked') }}
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    -- No request completed is truly none; so is no shift.
    coalesce(requests.requests_completed_by_agents_at_work, 0) as numerator,
    coalesce(shifts.hours_worked, 0) as denominator,
    coalesce(requests.requests_completed_by_agents_at_work, 0) as sample_size,
    cast(null as double) as numerator_squares
from requests
full outer join shifts using (period_grain, period_start, scope_type, scope_id)
