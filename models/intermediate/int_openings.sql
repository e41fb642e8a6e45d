-- Grain: one row per schedule, UTC day and stretch of it in which the schedule is open, in minutes since the start
-- of 1970. An hour that the clocks of the zone show twice is open twice, one that they skip never: each offset cuts
-- out its part.
with openings as (
    select
        hours.schedule_id,
        greatest(hours.from_minute - offsets.offset_minutes, offsets.from_minute) as from_minute,
        least(hours.to_minute - offsets.offset_minutes, offsets.to_minute) as to_minute
    from {{ ref('int_opening_hours') }} as hours
    inner join (select distinct schedule_id, time_zone from {{ ref('int_schedule_days') }}) as schedules
        on hours.schedule_id = schedules.schedule_id
    inner join {{ ref('int_zone_offsets') }} as offsets
        on schedules.time_zone = offsets.time_zone
        and hours.from_minute - offsets.offset_minutes < offsets.to_minute
        and hours.to_minute - offsets.offset_minutes > offsets.from_minute
),

openings_with_days as (
    select
        *,
        {{ whole_division('from_minute', 1440) }} as first_day_number,
        {{ whole_division('to_minute - 1', 1440) }} as last_day_number
    from openings
),

openings_by_day as (
    select
        openings.schedule_id,
        openings.first_day_number + cast(numbers.number as bigint) as day_number,
        greatest(openings.from_minute, (openings.first_day_number + cast(numbers.number as bigint)) * 1440)
            as from_minute,
        least(openings.to_minute, (openings.first_day_number + cast(numbers.number as bigint) + 1) * 1440)
            as to_minute
    from openings_with_days as openings
    inner join {{ ref('int_numbers') }} as numbers
        on openings.last_day_number - openings.first_day_number >= cast(numbers.number as bigint)
)

select
    schedule_id,
    day_number,
    from_minute,
    to_minute,
    -- Open minutes of the schedule before this stretch.
    cast(
        sum(to_minute - from_minute) over (partition by schedule_id order by from_minute)
        - (to_minute - from_minute) as bigint
    ) as minutes_before
from openings_by_day
