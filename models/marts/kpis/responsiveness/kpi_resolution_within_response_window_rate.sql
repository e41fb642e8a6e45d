-- Resolved within the response window 响应时间内解决率: requests resolved within their response SLA / requests with a response SLA now due.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    response_windows_met as numerator,
    response_windows as denominator,
    response_windows as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('sla_clocks_by_breach') }}
