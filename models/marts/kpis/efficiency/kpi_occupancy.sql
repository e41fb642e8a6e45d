-- Occupancy 工时占用率: agent_shifts.handling_seconds / agent_shifts.handling_seconds plus available_seconds (idle and ready).
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    occupied_handling_seconds as numerator,
    occupied_present_seconds as denominator,
    shifts_occupied as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('shifts_by_worked') }}
