-- Service revenue 服务收入: service revenue.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    service_revenue as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('finances_by_posted') }}
