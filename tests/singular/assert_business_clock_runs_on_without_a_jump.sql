-- Offends: an hour of the business calendar before which not exactly what the hours before it had open was open; an hour
-- left out; a minute open that the openings do not have.
with hours as (
    select
        schedule_id,
        hour_number,
        open_before,
        cast(bit_count(open_minutes) as bigint) as open_minutes,
        lead(open_before) over (partition by schedule_id order by hour_number) as next_open_before,
        lead(hour_number) over (partition by schedule_id order by hour_number) as next_hour_number
    from {{ ref('business_calendar') }}
),

totals as (
    select
        schedule_id,
        sum(open_minutes) as open_minutes
    from hours
    group by schedule_id
),

openings as (
    select
        schedule_id,
        sum(to_minute - from_minute) as open_minutes
    from {{ ref('int_openings') }}
    group by schedule_id
)

select
    schedule_id,
    hour_number,
    open_before,
    open_minutes,
    next_open_before
from hours
where next_open_before <> open_before + open_minutes * 60000000
    or next_hour_number <> hour_number + 1
union all
select
    totals.schedule_id,
    cast(null as bigint) as hour_number,
    cast(null as bigint) as open_before,
    cast(totals.open_minutes as bigint) as open_minutes,
    cast(openings.open_minutes as bigint) as next_open_before
from totals
left join openings on totals.schedule_id = openings.schedule_id
where totals.open_minutes <> coalesce(openings.open_minutes, 0)
