-- Personal growth index 个人成长指数: sum over agents of last overall assessment in the period less the opening one / sum of the opening ones.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    closing_shares - opening_shares as numerator,
    opening_shares as denominator,
    agents_assessed_twice as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('agents_by_assessed') }}
