-- Repeat complaint rate 重复投诉率: complaints that follow one of the same customer and category by at most 30 days / complaints of a known customer.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    complaints_repeated as numerator,
    complaints_of_customers as denominator,
    complaints_of_customers as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('complaints_by_submitted') }}
