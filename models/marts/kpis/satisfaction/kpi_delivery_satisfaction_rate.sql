-- Delivery satisfaction 交付满意度: delivery ratings that are satisfied / delivery ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    delivery_ratings_satisfied as numerator,
    delivery_ratings as denominator,
    delivery_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
