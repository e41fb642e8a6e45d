-- Complaints answered in 24 hours 投诉24小时响应率: complaints first answered within 24 hours / complaints whose 24 hours are over.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    complaints_answered_in_time as numerator,
    complaints_to_answer as denominator,
    complaints_to_answer as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('complaints_by_answer_due') }}
