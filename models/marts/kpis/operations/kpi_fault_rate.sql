-- Fault rate per asset 故障率: faults on assets in service / asset days in service.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    asset_faults as numerator,
    asset_days as denominator,
    asset_days as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('assets_by_in_service') }}
