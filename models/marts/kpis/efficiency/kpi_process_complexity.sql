-- Process complexity 流程繁琐程度: transferred and assigned-to-another-agent and status_changed events before resolution / requests completed.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    steps_before_resolution as numerator,
    requests_completed as denominator,
    requests_completed as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_resolved') }}
