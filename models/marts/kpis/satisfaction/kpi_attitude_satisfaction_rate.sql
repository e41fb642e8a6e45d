-- Attitude satisfaction 服务态度满意度: attitude ratings that are satisfied / attitude ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    attitude_ratings_satisfied as numerator,
    attitude_ratings as denominator,
    attitude_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
