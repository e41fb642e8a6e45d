-- Service effectiveness 服务效果评价: problems with is_resolved / all service requests.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    problems_resolved as numerator,
    requests_not_cancelled as denominator,
    requests_not_cancelled as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
