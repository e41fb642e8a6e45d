-- Operations and maintenance cost 运维成本: cost postings of category maintenance with or without is_service.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    maintenance_cost as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('finances_by_posted') }}
