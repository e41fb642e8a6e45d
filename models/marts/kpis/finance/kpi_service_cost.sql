-- Service cost 服务成本: cost postings with is_service of every category.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    service_cost as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('finances_by_posted') }}
