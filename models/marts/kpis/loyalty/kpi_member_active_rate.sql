-- Active member rate 会员活跃度: members with an order or a points movement in the period / members on a day of the period (member_from_on to member_to_on).
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    members_active as numerator,
    members as denominator,
    members as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('members_by_active') }}
