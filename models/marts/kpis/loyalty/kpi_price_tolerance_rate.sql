-- Price tolerance 价格波动容忍度: price-tolerance ratings that are favourable / price-tolerance ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    price_tolerance_ratings_satisfied as numerator,
    price_tolerance_ratings as denominator,
    price_tolerance_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
