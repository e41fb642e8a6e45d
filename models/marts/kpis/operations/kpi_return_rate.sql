-- Return rate 退货率: orders returned / orders delivered.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    orders_returned as numerator,
    orders_delivered as denominator,
    orders_delivered as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('orders_by_delivered') }}
