-- Personal goal completion 个人目标完成率: personal goals completed by their due date / personal goals due by as_of.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    goals_completed_on_time as numerator,
    goals_due as denominator,
    goals_due as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('goals_by_due') }}
