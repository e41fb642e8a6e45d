-- Fault resolution rate 故障解决率: faults repaired / faults.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    faults_resolved as numerator,
    faults as denominator,
    faults as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
