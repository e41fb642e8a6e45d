-- Training pass rate 培训合格率: trainings attended and passed / trainings attended with a result.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    trainings_passed as numerator,
    trainings_judged as denominator,
    trainings_judged as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('trainings_by_scheduled') }}
