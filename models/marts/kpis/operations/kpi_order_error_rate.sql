-- Order error rate 订单错漏率: orders with a wrong or a missing item / orders delivered with both counts known.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    orders_with_errors as numerator,
    orders_checked as denominator,
    orders_checked as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('orders_by_delivered') }}
