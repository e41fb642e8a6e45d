-- Median handling time 处理时间中位数: median handling (touch) time.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    median_handling_seconds as numerator,
    cast(null as double) as denominator,
    requests_handled as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('handling_times_by_resolved') }}
