-- Grain: one row per schedule and stretch of time in which it is open, by the clocks of its time zone.
-- In minutes since the start of 1970, local: from_minute counts, to_minute does not.
with days as (
    select
        *,
        (max(day_number) over (partition by schedule_id) + 1) * 1440 as next_minute
    from {{ ref('int_schedule_days') }}
),

windows as (
    select
        schedule_id,
        valid_from,
        weekdays,
        {{ minute_of_day('opens') }} as opens_minute,
        {{ minute_of_day('closes') }} as closes_minute
    from {{ ref('business_schedules') }}
),

exceptions as (
    select
        schedule_id,
        day,
        kind,
        {{ minute_of_day('from_time') }} as from_minute,
        {{ minute_of_day('to_time') }} as to_minute
    from {{ ref('extra_holidays') }}
),

stretches as (
    -- A window over midnight belongs, whole, to the day on which it opens; the last night ends with the
    -- coverage.
    select
        days.schedule_id,
        'window' as kind,
        days.day_number * 1440 + windows.opens_minute as from_minute,
        least(
            days.day_number * 1440 + windows.closes_minute
            + case when windows.closes_minute <= windows.opens_minute then 1440 else 0 end,
            days.next_minute
        ) as to_minute
    from days
    inner join windows
        on days.schedule_id = windows.schedule_id
        and days.valid_from = windows.valid_from
        and windows.weekdays like '%' || cast(days.counts_as_weekday as {{ dbt.type_string() }}) || '%'
    union all
    select
        days.schedule_id,
        exceptions.kind,
        days.day_number * 1440 + exceptions.from_minute as from_minute,
        days.day_number * 1440 + exceptions.to_minute as to_minute
    from days
    inner join exceptions
        on days.day = exceptions.day
        and (days.schedule_id = exceptions.schedule_id or exceptions.schedule_id = '*')
),

-- Each stretch is a step up where it begins and a step down where it ends.
steps as (
    select
        schedule_id,
        kind,
        from_minute as minute,
        1 as step
    from stretches
    union all
    select
        schedule_id,
        kind,
        to_minute as minute,
        -1 as step
    from stretches
),

steps_a_minute as (
    select
        schedule_id,
        minute,
        sum(case when kind = 'window' then step else 0 end) as window_steps,
        sum(case when kind = 'closed' then step else 0 end) as closed_steps,
        sum(case when kind = 'open' then step else 0 end) as open_steps
    from steps
    group by
        schedule_id,
        minute
),

states as (
    select
        schedule_id,
        minute,
        -- An extra opening goes before a closing, a closing before a window.
        sum(open_steps) over until_now > 0
        or (sum(window_steps) over until_now > 0 and sum(closed_steps) over until_now = 0) as is_open
    from steps_a_minute
    window until_now as (partition by schedule_id order by minute)
),

turns as (
    select
        schedule_id,
        minute,
        is_open
    from (
        select
            *,
            lag(is_open) over (partition by schedule_id order by minute) as was_open
        from states
    ) as changes
    where is_open <> coalesce(was_open, false)
),

openings as (
    select
        schedule_id,
        minute as from_minute,
        lead(minute) over (partition by schedule_id order by minute) as to_minute,
        is_open
    from turns
)

select
    schedule_id,
    from_minute,
    to_minute
from openings
where is_open
