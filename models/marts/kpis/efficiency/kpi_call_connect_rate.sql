-- Call connect rate 电话接通率: inbound calls answered / inbound calls.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    inbound_calls_answered as numerator,
    inbound_calls as denominator,
    inbound_calls as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('calls_by_started') }}
