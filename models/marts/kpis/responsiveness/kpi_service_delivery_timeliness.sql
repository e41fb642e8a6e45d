-- Service delivery timeliness 服务交付及时性评分: requests completed by their due time / all requests due.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_completed_on_time as numerator,
    requests_due as denominator,
    requests_due as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_due') }}
