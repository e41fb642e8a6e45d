-- Requests per agent and day 人均日处理工单数: requests completed by agents with a shift that month / agent days with worked_seconds above 0.
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
    coalesce(shifts.shifts_worked, 0) as denominator,
    coalesce(requests.requests_completed_by_agents_at_work, 0) as sample_size,
    cast(null as double) as numerator_squares
from requests
full outer join shifts using (period_grain, period_start, scope_type, scope_id)
