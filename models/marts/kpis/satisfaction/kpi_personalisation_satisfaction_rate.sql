-- Personalised service satisfaction 个性化服务满意度: personalisation ratings that are satisfied / personalisation ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    personalisation_ratings_satisfied as numerator,
    personalisation_ratings as denominator,
    personalisation_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
