-- Service profit margin 服务利润率: service revenue less service cost / service revenue.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    service_revenue - service_cost as numerator,
    service_revenue as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('finances_by_posted') }}
