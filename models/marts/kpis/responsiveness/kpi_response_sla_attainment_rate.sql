-- Response SLA attainment 响应SLA达成率: requests responded to within the SLA / requests with a response SLA due by as_of.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    first_response_clocks_met as numerator,
    first_response_clocks as denominator,
    first_response_clocks as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('sla_clocks_by_breach') }}
