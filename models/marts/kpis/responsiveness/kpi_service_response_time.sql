-- Service response time (first response) 服务响应时间: sum of time from creation to the first public reply of a person / requests responded to.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    response_seconds as numerator,
    requests_responded as denominator,
    requests_responded as sample_size,
    response_seconds_squares as numerator_squares
from {{ ref('requests_by_responded') }}
