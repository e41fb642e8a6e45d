-- Service recovery rate 服务补救成功率: complaining customers with an order after their complaint and within 90 days of it / complaining customers with an order before it whose 90 days are over.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    complainants_who_came_back as numerator,
    complainants_who_bought as denominator,
    complainants_who_bought as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('recoveries_by_window_end') }}
