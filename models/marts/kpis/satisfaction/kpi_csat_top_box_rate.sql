-- CSAT (satisfied responses) 满意评价占比: overall CSAT responses at or above survey_scales’ threshold / overall CSAT responses.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    csat_answers_satisfied as numerator,
    csat_answers as denominator,
    csat_answers_independent as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('respondents_by_responded') }}
