-- Median response time 响应时间中位数: median time from creation to first response.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    median_response_seconds as numerator,
    cast(null as double) as denominator,
    requests_responded as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('response_times_by_responded') }}
