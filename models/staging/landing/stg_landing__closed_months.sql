-- Grain: one row per month that was closed, with the run whose figures it was closed with.
select
    month,
    run_id,
    closed_at,
    is_frozen
from {{ source('landing', 'closed_months') }}
