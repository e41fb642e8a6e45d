-- Cost per request 单笔服务成本: service cost / requests completed.
with finances as (
    select * from {{ ref('finances_by_posted') }}
),

requests as (
    select * from {{ ref('requests_by_resolved') }}
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    -- Nothing posted is truly nothing; so is no request completed.
    coalesce(finances.service_cost, 0) as numerator,
    coalesce(requests.requests_completed, 0) as denominator,
    coalesce(requests.requests_completed, 0) as sample_size,
    cast(null as double) as numerator_squares
from finances
full outer join requests using (period_grain, period_start, scope_type, scope_id)
