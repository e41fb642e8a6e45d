-- Rework rate 服务重新处理率: resolved requests reopened or named by another request’s rework_of within the window / requests resolved whose window is over.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    first_resolutions_reworked as numerator,
    first_resolutions as denominator,
    first_resolutions as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('first_resolutions_by_window_end') }}
