-- Maximum response time 最大响应时间: longest time from creation to first response.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    longest_response_{{ shown_clock('maximum_response_time') }}_seconds as numerator,
    cast(null as double) as denominator,
    requests_responded as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_responded') }}
