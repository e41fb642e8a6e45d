-- Grain: one row per schedule and hour (UTC) that it covers: which of its minutes are open, and how much was open
-- before. The macro business_clock() reads a moment off it.
with days as (
    select
        schedule_id,
        min(schedule_number) as schedule_number,
        min(day_number) as first_day_number,
        max(day_number) + 1 as next_day_number,
        max(time_zone) as time_zone
    from {{ ref('int_schedule_days') }}
    group by schedule_id
),

-- From the first local midnight to the last.
bounds as (
    select
        days.schedule_id,
        days.schedule_number,
        days.first_day_number * 1440 - offsets.offset_minutes as first_minute,
        days.next_day_number * 1440 - offsets.offset_minutes as next_minute,
        offsets.from_minute,
        offsets.to_minute
    from days
    inner join {{ ref('int_zone_offsets') }} as offsets on days.time_zone = offsets.time_zone
),

covered as (
    select
        schedule_id,
        schedule_number,
        min(
            case
                when first_minute >= from_minute and first_minute < to_minute
                    then {{ whole_division('first_minute', 60) }}
            end
        ) as first_hour_number,
        max(
            case
                when next_minute >= from_minute and next_minute < to_minute
                    then {{ whole_division('next_minute - 1', 60) }}
            end
        ) as last_hour_number
    from bounds
    group by
        schedule_id,
        schedule_number
),

openings_by_hour as (
    select
        openings.schedule_id,
        openings.day_number * 24 + cast(numbers.number as bigint) as hour_number,
        greatest(openings.from_minute - (openings.day_number * 24 + cast(numbers.number as bigint)) * 60, 0)
            as from_minute,
        least(openings.to_minute - (openings.day_number * 24 + cast(numbers.number as bigint)) * 60, 60) as to_minute
    from {{ ref('int_openings') }} as openings
    inner join {{ ref('int_numbers') }} as numbers
        on numbers.number < 24
        and (openings.day_number * 24 + cast(numbers.number as bigint)) * 60 < openings.to_minute
        and (openings.day_number * 24 + cast(numbers.number as bigint) + 1) * 60 > openings.from_minute
),

open_hours as (
    select
        schedule_id,
        hour_number,
        -- The stretches of an hour do not overlap: each sets the bits of its own minutes.
        cast(sum({{ bit('to_minute') }} - {{ bit('from_minute') }}) as bigint) as open_minutes
    from openings_by_hour
    group by
        schedule_id,
        hour_number
),

hours as (
    select
        covered.schedule_id,
        covered.schedule_number,
        covered.first_hour_number + days.number * 24 + hours.number as hour_number
    from covered
    inner join (select cast(number as bigint) as number from {{ ref('int_numbers') }}) as days
        on covered.first_hour_number + days.number * 24 <= covered.last_hour_number
    inner join (select cast(number as bigint) as number from {{ ref('int_numbers') }} where number < 24) as hours
        on covered.first_hour_number + days.number * 24 + hours.number <= covered.last_hour_number
),

hours_with_minutes as (
    select
        hours.schedule_id,
        hours.schedule_number,
        hours.hour_number,
        coalesce(open_hours.open_minutes, cast(0 as bigint)) as open_minutes
    from hours
    left join open_hours
        on hours.schedule_id = open_hours.schedule_id
        and hours.hour_number = open_hours.hour_number
)

select
    schedule_id,
    {{ business_hour_key('schedule_number', 'hour_number') }} as hour_key,
    hour_number,
    {{ from_epoch_microseconds('hour_number * 3600000000') }} as hour_at,
    open_minutes,
    -- Microseconds, as a moment has them.
    cast(
        (
            sum(cast(bit_count(open_minutes) as bigint)) over (partition by schedule_id order by hour_number)
            - cast(bit_count(open_minutes) as bigint)
        ) * 60000000 as bigint
    ) as open_before
from hours_with_minutes
