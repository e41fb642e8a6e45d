-- Grain: one row per month that was closed and KPI that was published then, with the run whose figures it was closed with.
select
    month,
    kpi_id,
    run_id,
    cast(closed_at as timestamp) as closed_at,
    is_frozen
from {{ source('landing', 'closed_months') }}
