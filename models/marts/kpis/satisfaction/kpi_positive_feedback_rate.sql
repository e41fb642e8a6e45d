-- Customer feedback (positive share) 客户评价反馈: positive reviews / all reviews.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    review_answers_satisfied as numerator,
    review_answers as denominator,
    review_answers_independent as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('respondents_by_responded') }}
