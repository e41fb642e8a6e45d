-- On-time delivery 物流准时率: orders delivered by the promised time / orders due by as_of and not cancelled before.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    orders_delivered_on_time as numerator,
    orders_due as denominator,
    orders_due as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('orders_by_promised') }}
