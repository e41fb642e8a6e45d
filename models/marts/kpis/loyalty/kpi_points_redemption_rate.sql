-- Points redemption rate 积分兑换率: points redeemed / points earned.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    points_redeemed as numerator,
    points_earned as denominator,
    points_movements as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('points_by_occurred') }}
