-- Follow-up rate 回访率: requests followed up after closure / requests closed.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_followed_up as numerator,
    requests_closed as denominator,
    requests_closed as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_closed') }}
