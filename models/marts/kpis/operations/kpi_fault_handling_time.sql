-- Mean fault handling time 故障平均处理时间: sum of handling time on faults / faults repaired that have a handling time.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    fault_handling_seconds as numerator,
    faults_handled as denominator,
    faults_handled as sample_size,
    fault_handling_seconds_squares as numerator_squares
from {{ ref('requests_by_resolved') }}
