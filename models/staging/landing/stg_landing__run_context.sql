-- Grain: one row, the run. as_of is the clock of every model: no model reads the wall clock.
select
    run_id,
    cast(as_of as timestamp) as as_of,
    cast(registered_at as timestamp) as registered_at,
    counted_by
from {{ source('landing', 'run_context') }}
