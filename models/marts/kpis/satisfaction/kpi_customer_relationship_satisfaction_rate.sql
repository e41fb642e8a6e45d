-- Customer-relationship satisfaction 顾客关系满意度: relationship ratings that are satisfied / relationship ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    relationship_ratings_satisfied as numerator,
    relationship_ratings as denominator,
    relationship_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
