-- CSAT (satisfied responses) 满意评价占比: overall CSAT responses at or above survey_scales’ threshold / overall CSAT responses.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    csat_ratings_satisfied as numerator,
    csat_ratings as denominator,
    csat_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
