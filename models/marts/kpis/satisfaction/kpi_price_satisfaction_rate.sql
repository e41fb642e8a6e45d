-- Price satisfaction 价格合理性满意度: price ratings that are satisfied / price ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    price_ratings_satisfied as numerator,
    price_ratings as denominator,
    price_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
