-- Service requests received 服务申请量: requests received.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
