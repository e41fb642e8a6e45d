-- Resource utilisation 资源利用率: agent_shifts.handling_seconds / agent_shifts.worked_seconds (paid presence with breaks and meetings).
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    utilised_handling_seconds as numerator,
    utilised_worked_seconds as denominator,
    shifts_utilised as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('shifts_by_worked') }}
