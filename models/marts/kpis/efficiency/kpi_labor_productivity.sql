-- Labour productivity 员工劳动生产率: service revenue / agent hours worked.
with finances as (
    select * from {{ ref('finances_by_posted') }}
),

shifts as (
    select * from {{ ref('shifts_by_worked') }}
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    -- Nothing posted is truly nothing; so is no shift.
    coalesce(finances.service_revenue, 0) as numerator,
    coalesce(shifts.hours_worked, 0) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from finances
full outer join shifts using (period_grain, period_start, scope_type, scope_id)
