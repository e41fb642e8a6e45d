-- Figures: service_level_<20, 30, 60>s_of_<answered, offered>, a row per number of seconds.
-- A call answered after exactly 20 seconds is within 20. Offered are all calls, the unanswered ones too.
with calls as (
    select
        is_answered,
        epoch(answered_at - queued_at) as wait_seconds
    from core.fct_calls
)

select
    within.seconds,
    count(*) filter (where wait_seconds <= within.seconds) / count(*) filter (where is_answered) as of_answered,
    count(*) filter (where wait_seconds <= within.seconds) / count(*) as of_offered
from calls
cross join (values (20), (30), (60)) as within (seconds)
group by within.seconds
order by within.seconds
