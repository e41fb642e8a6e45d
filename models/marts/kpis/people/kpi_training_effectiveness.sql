-- Training effectiveness 培训效果: sum of scores after less scores before / sum of scores before.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    scores_after - scores_before as numerator,
    scores_before as denominator,
    trainings_scored as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('trainings_by_scheduled') }}
