-- Repurchase rate 重复购买率: customers with two or more orders in the 365 days up to the period’s end / customers with an order in those days.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    repeat_purchasers as numerator,
    purchasers as denominator,
    purchasers as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('purchasers_by_period_end') }}
