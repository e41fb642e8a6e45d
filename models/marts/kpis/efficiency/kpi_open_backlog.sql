-- Open backlog 未结工单数: requests neither resolved nor cancelled at the end of the period (or at as_of in the running one).
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    backlog_closing as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('backlog_by_period_end') }}
