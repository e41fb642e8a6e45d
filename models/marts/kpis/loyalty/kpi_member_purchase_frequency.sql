-- Member purchase frequency 会员消费频率: orders by members / members on a day of the period.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    orders_of_members as numerator,
    members as denominator,
    members as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('members_by_active') }}
