-- Customer satisfaction score 客户满意度评分: customers whose mean overall CSAT rating in the period (rescaled to 0-1) is at least 0.75 / customers who gave an overall CSAT rating in the period.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    customers_satisfied as numerator,
    customers_rating as denominator,
    customers_rating as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('customers_by_responded') }}
