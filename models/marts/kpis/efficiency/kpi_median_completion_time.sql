-- Median completion time 完成时间中位数: median time from creation to completion.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    median_completion_seconds as numerator,
    cast(null as double) as denominator,
    requests_completed_timed as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('completion_times_by_resolved') }}
