-- Improvement plan execution 个人提升计划执行度: improvement plans completed by their due date / improvement plans due by as_of.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    plans_completed_on_time as numerator,
    plans_due as denominator,
    plans_due as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('goals_by_due') }}
