-- Checkout time 平均结账时间: sum of time serving at the checkout / checkouts.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    serving_seconds as numerator,
    checkouts_served as denominator,
    checkouts_served as sample_size,
    serving_seconds_squares as numerator_squares
from {{ ref('checkouts_by_joined') }}
