-- Customer feedback rate 客户反馈率: closed requests that drew a positive rating or a complaint within 30 days of closing / requests closed whose 30 days are over.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_with_feedback as numerator,
    requests_closed as denominator,
    requests_closed as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('closed_requests_by_window_end') }}
