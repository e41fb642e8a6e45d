-- Reopen rate 重开率: resolved requests that went from resolved to open within the window / requests resolved whose window is over.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    first_resolutions_reopened as numerator,
    first_resolutions as denominator,
    first_resolutions as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('first_resolutions_by_window_end') }}
