-- Grain: one row per KPI, period, scope and run that said its figure for the first time or otherwise than before.
select
    kpi_id,
    period_grain,
    period_start,
    scope_type,
    scope_id,
    value,
    numerator,
    denominator,
    sample_size,
    ci_low,
    ci_high,
    target,
    status,
    definition_version,
    is_withheld,
    why,
    run_id,
    cast(recorded_at as timestamp) as recorded_at,
    cast(as_of as timestamp) as as_of,
    counted_by
from {{ source('landing', 'ledger_values') }}
