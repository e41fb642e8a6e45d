-- Team collaboration efficiency 团队协作效率: requests with replies or status changes of two or more agents and completed by their due time / such requests due by as_of.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    shared_requests_completed_on_time as numerator,
    shared_requests_due as denominator,
    shared_requests_due as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('requests_by_due') }}
