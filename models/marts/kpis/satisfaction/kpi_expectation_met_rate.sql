-- Expectations met 期望满足率: answers whose score is at least the expected score / answers with an expected score.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    expectations_met as numerator,
    expectations as denominator,
    expectations as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('ratings_by_responded') }}
