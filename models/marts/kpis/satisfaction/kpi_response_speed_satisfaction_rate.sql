-- Response-speed satisfaction 响应速度满意度: response-speed ratings that are satisfied / response-speed ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    response_speed_ratings_satisfied as numerator,
    response_speed_ratings as denominator,
    response_speed_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
