-- Average handling time 平均处理时间: sum of handling (touch) time: handling_seconds, else connected plus wrap-up time of the request’s calls / requests completed that have one.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    handling_seconds as numerator,
    requests_handled as denominator,
    requests_handled as sample_size,
    handling_seconds_squares as numerator_squares
from {{ ref('requests_by_resolved') }}
