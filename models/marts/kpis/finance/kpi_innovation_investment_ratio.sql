-- Innovation investment 创新投入比例: cost of category innovation / total revenue.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    innovation_cost as numerator,
    total_revenue as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('finances_by_posted') }}
