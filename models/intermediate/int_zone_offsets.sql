-- Grain: one row per time zone of a schedule and stretch of time in which it keeps one offset from UTC.
-- In minutes since the start of 1970, UTC. Zones change their clocks at whole and half hours.
with zones as (
    select
        time_zone,
        min(day_number) - 1 as first_day_number,
        max(day_number) + 2 as next_day_number
    from {{ ref('int_schedule_days') }}
    group by time_zone
),

numbers as (
    select cast(number as bigint) as number from {{ ref('int_numbers') }}
),

half_hours as (
    select
        zones.time_zone,
        zones.next_day_number,
        (zones.first_day_number + days.number) * 1440 + half_hours.number * 30 as utc_minute
    from zones
    inner join numbers as days on zones.first_day_number + days.number < zones.next_day_number
    inner join numbers as half_hours on half_hours.number < 48
),

moments as (
    select
        *,
        {{ from_epoch_microseconds('utc_minute * 60000000') }} as moment
    from half_hours
),

offsets as (
    select
        time_zone,
        next_day_number,
        utc_minute,
        {{ whole_division(
            epoch_microseconds(utc_to_zone('moment', 'time_zone')) ~ ' - utc_minute * 60000000', 60000000
        ) }} as offset_minutes
    from moments
),

changes as (
    select
        *,
        lag(offset_minutes) over (partition by time_zone order by utc_minute) as offset_before
    from offsets
)

select
    time_zone,
    utc_minute as from_minute,
    lead(utc_minute, 1, next_day_number * 1440) over (partition by time_zone order by utc_minute) as to_minute,
    offset_minutes
from changes
where offset_before is null or offset_before <> offset_minutes
