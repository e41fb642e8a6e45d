-- Service standard attainment 服务标准达成率: items of criterion standard that passed / items of criterion standard judged.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    standards_met as numerator,
    standards_judged as denominator,
    standards_judged as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('audits_by_audited') }}
