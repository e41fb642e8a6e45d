-- Average call duration 平均通话时长: sum of connected time (answered_at to ended_at with hold) / calls connected and ended.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    connected_seconds as numerator,
    calls_connected as denominator,
    calls_connected as sample_size,
    connected_seconds_squares as numerator_squares
from {{ ref('calls_by_started') }}
