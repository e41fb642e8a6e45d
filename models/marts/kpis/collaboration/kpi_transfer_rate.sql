-- Transfer rate 转派率: requests transferred between teams / all requests.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    requests_transferred as numerator,
    requests_not_cancelled as denominator,
    requests_not_cancelled as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_created') }}
