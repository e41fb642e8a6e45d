-- Service completion rate 服务完成率: requests completed / requests received and not cancelled.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_not_cancelled_completed as numerator,
    requests_not_cancelled as denominator,
    requests_not_cancelled as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
