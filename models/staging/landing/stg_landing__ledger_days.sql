-- Grain: one row per export, day on which rows begin and run that found other rows there than the run before.
select
    entity,
    begins_on,
    standing_rows,
    keys_digest,
    rows_digest,
    engine,
    run_id,
    cast(recorded_at as timestamp) as recorded_at
from {{ source('landing', 'ledger_days') }}
