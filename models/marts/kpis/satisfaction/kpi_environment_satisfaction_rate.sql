-- Environment satisfaction 购物环境满意度: environment ratings that are satisfied / environment ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    environment_ratings_satisfied as numerator,
    environment_ratings as denominator,
    environment_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
