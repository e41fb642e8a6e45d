-- Customer churn 客户流失率: customers active in the period before and not in this one / customers active in the period before.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    customers_lost as numerator,
    customers_before as denominator,
    customers_before as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('customers_by_active') }}
