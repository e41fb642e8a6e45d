-- 90th percentile response time 响应时间90分位: 90th percentile of time to first response.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    p90_response_seconds as numerator,
    cast(null as double) as denominator,
    requests_responded as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('response_times_by_responded') }}
