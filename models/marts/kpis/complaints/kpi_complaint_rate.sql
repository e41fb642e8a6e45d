-- Complaint rate 客户投诉率: complaints / service requests.
with complaints as (
    select * from {{ ref('complaints_by_submitted') }}
),

requests as (
    select * from {{ ref('requests_by_created') }}
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    -- No complaint registered is truly none; so is no request.
    coalesce(complaints.complaints, 0) as numerator,
    coalesce(requests.requests_not_cancelled, 0) as denominator,
    coalesce(requests.requests_not_cancelled, 0) as sample_size,
    cast(null as double) as numerator_squares
from complaints
full outer join requests using (period_grain, period_start, scope_type, scope_id)
