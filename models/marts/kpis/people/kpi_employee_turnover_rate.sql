-- Employee turnover 员工流失率: agents who left in the period / mean of opening and closing headcount.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    agents_left as numerator,
    (agents_opening + agents_closing) / 2.0 as denominator,
    floor((agents_opening + agents_closing) / 2.0) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('headcounts_by_period') }}
