-- Service efficiency 服务效率评估: problems with is_resolved and handling time within the standard / all service requests.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    problems_resolved_within_standard as numerator,
    requests_timed as denominator,
    requests_timed as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
