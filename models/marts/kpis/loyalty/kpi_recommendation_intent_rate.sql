-- Recommendation intent 推荐意愿: NPS responses of 9 or 10 / NPS responses.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    nps_promoters as numerator,
    nps_answers as denominator,
    nps_answers as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
