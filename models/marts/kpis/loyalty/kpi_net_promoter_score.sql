-- Net promoter score 客户净推荐值: promoters (9-10) less detractors (0-6) / NPS responses.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    nps_promoters - nps_detractors as numerator,
    nps_answers as denominator,
    nps_answers as sample_size,
    nps_promoters + nps_detractors as numerator_squares
from {{ ref('ratings_by_responded') }}
