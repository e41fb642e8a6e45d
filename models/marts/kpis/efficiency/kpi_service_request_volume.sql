-- Completed service requests 服务请求处理量: requests completed.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_completed as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_resolved') }}
