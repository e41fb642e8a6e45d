-- Complaints received 投诉量: complaints submitted.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    complaints as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('complaints_by_submitted') }}
