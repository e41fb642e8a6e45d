-- Service coverage 服务覆盖范围: regions in scope with a request completed / regions in scope.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    regions_served as numerator,
    regions_in_scope as denominator,
    regions_in_scope as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('regions_by_resolved') }}
