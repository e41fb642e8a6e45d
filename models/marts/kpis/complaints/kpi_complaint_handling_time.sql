-- Complaint handling time 投诉处理时间: sum of time from submission to resolution / complaints resolved.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    resolution_seconds as numerator,
    complaints_resolved as denominator,
    complaints_resolved as sample_size,
    resolution_seconds_squares as numerator_squares
from {{ ref('complaints_by_resolved') }}
