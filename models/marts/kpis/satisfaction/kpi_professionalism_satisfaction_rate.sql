-- Professionalism satisfaction 专业程度满意度: professionalism ratings that are satisfied / professionalism ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    professionalism_ratings_satisfied as numerator,
    professionalism_ratings as denominator,
    professionalism_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
