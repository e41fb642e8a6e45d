-- Operating profit margin 运营利润率: operating profit / total revenue.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    operating_profit as numerator,
    total_revenue as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('finances_by_posted') }}
