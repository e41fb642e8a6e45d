-- Average speed of answer 平均应答速度: sum of time from queued_at to answered_at of inbound calls / inbound calls answered.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    inbound_waiting_seconds as numerator,
    inbound_calls_waited as denominator,
    inbound_calls_waited as sample_size,
    inbound_waiting_seconds_squares as numerator_squares
from {{ ref('calls_by_started') }}
