-- Delivery accuracy 物流准确率: orders delivered with no wrong or missing item / orders delivered with both counts known.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    orders_without_errors as numerator,
    orders_checked as denominator,
    orders_checked as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('orders_by_delivered') }}
