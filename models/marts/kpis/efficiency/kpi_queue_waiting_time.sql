-- Queue waiting time 排队等待时间: sum of time queueing / checkouts.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    queueing_seconds as numerator,
    checkouts_queued as denominator,
    checkouts_queued as sample_size,
    queueing_seconds_squares as numerator_squares
from {{ ref('checkouts_by_joined') }}
