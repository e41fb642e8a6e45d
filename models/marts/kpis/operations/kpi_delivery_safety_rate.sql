-- Delivery safety 物流安全率: orders delivered undamaged / orders delivered with is_damaged known plus orders lost.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    orders_undamaged as numerator,
    orders_arrived_or_lost as denominator,
    orders_arrived_or_lost as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('orders_by_delivered') }}
