-- Grain: one row per schedule, hour on its business clock and stretch of opening that falls into it: the calendar read
-- the other way round, from open time to the moment at which it is used up.
with openings as (
    select
        *,
        {{ whole_division('minutes_before', 60) }} as first_clock_hour,
        {{ whole_division('minutes_before + to_minute - from_minute - 1', 60) }} as last_clock_hour
    from {{ ref('int_openings') }}
)

select
    openings.schedule_id,
    openings.first_clock_hour + cast(numbers.number as bigint) as clock_hour,
    -- Microseconds: of the business clock, and since the start of 1970.
    openings.minutes_before * 60000000 as from_clock,
    (openings.minutes_before + openings.to_minute - openings.from_minute) * 60000000 as to_clock,
    openings.from_minute * 60000000 as opens_us
from openings
inner join {{ ref('int_numbers') }} as numbers
    on numbers.number <= 24
    and openings.first_clock_hour + cast(numbers.number as bigint) <= openings.last_clock_hour
