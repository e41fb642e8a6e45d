-- Project completion 项目完成率: projects completed by their due time / projects due by as_of.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    projects_completed_on_time as numerator,
    projects_due as denominator,
    projects_due as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_due') }}
