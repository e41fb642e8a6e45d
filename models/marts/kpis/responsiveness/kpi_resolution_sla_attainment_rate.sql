-- Resolution SLA attainment 解决SLA达成率: requests resolved within the SLA / requests with a resolution SLA now due.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    resolution_clocks_met as numerator,
    resolution_clocks as denominator,
    resolution_clocks as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('sla_clocks_by_breach') }}
