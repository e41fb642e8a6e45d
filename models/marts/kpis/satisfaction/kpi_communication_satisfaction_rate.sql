-- Communication satisfaction 沟通能力满意度: communication ratings that are satisfied / communication ratings.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    communication_ratings_satisfied as numerator,
    communication_ratings as denominator,
    communication_ratings as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
