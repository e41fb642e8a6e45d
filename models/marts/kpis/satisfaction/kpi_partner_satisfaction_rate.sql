-- Partner satisfaction 合作伙伴评价: partner ratings that are satisfied / partner ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    partner_ratings_satisfied as numerator,
    partner_ratings as denominator,
    partner_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
