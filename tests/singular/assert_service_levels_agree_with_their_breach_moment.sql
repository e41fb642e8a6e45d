-- Offends: a clock of service level that was met by its elapsed time and not by its breach moment, or the other way round:
-- one adds up what ran, the other reads the calendar backwards.
with clocks as (
    select * from {{ ref('fct_sla_clocks') }}
    where not is_running and is_judged and breach_at is not null
)

select
    request_id,
    target,
    clock_number,
    elapsed_seconds,
    target_seconds,
    stopped_at,
    breach_at
from clocks
where is_met <> (stopped_at <= breach_at)
