-- Problem resolution rate 问题解决率: problems with is_resolved / all problems.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    problems_resolved as numerator,
    problems as denominator,
    problems as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
