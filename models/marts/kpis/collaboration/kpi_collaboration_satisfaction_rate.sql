-- Collaboration satisfaction 团队协作满意度: internal collaboration ratings that are satisfied / internal collaboration ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    collaboration_answers_satisfied as numerator,
    collaboration_answers as denominator,
    collaboration_answers_independent as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('respondents_by_responded') }}
