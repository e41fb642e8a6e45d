-- Customer retention 客户保留率: customers active in the period before who are active in this one / customers active in the period before.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    customers_retained as numerator,
    customers_before as denominator,
    customers_before as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('customers_by_active') }}
