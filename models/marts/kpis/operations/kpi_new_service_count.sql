-- New services launched 新服务推出数: services launched in the period.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    services_launched as numerator,
    cast(null as double) as denominator,
    cast(null as bigint) as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('services_by_launched') }}
