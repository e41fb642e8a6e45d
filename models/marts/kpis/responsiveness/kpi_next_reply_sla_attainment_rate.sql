-- Next-reply SLA attainment 持续响应SLA达成率: next-reply clocks met / next-reply clocks due by as_of.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    next_reply_clocks_met as numerator,
    next_reply_clocks as denominator,
    next_reply_clocks as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('sla_clocks_by_breach') }}
