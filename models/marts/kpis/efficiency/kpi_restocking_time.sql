-- Restocking time 商品补货及时性: sum of time from out of stock to restocked / stockouts restocked.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    restocking_seconds as numerator,
    stockouts_restocked as denominator,
    stockouts_restocked as sample_size,
    restocking_seconds_squares as numerator_squares
from {{ ref('stockouts_by_restocked') }}
