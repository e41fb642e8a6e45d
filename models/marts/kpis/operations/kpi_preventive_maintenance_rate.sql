-- Preventive maintenance done on time 故障预防(预防性维护完成率): maintenance tasks done by their due date / maintenance tasks due.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    tasks_done_on_time as numerator,
    tasks_due as denominator,
    tasks_due as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('tasks_by_due') }}
