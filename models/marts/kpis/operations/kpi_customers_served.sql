-- Customers served 服务客户数: customers with a request.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    customers as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('customers_by_created') }}
