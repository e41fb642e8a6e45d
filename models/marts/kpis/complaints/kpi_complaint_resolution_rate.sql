-- Complaint resolution rate 投诉解决率: complaints resolved / complaints.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    complaints_since_resolved as numerator,
    complaints as denominator,
    complaints as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('complaints_by_submitted') }}
