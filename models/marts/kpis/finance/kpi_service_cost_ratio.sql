-- Service cost control rate 服务成本控制率: service cost / total revenue.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    service_cost as numerator,
    total_revenue as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('finances_by_posted') }}
