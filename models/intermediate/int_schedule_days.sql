-- Grain: one row per schedule and local day that it covers: which version of it holds, and as which weekday the day
-- counts. A schedule covers what its holidays are known for; without holidays it reaches to two years after as_of.
with windows as (
    select * from {{ ref('business_schedules') }}
),

holidays as (
    select * from {{ ref('dim_holidays') }}
),

run as (
    select {{ local_date('as_of') }} as as_of_day
    from {{ ref('stg_landing__run_context') }}
),

calendars as (
    select
        holiday_calendar,
        cast(date_trunc('year', min(day)) as date) as first_day,
        cast(date_trunc('year', max(day)) + interval '1' year as date) as next_day
    from holidays
    group by holiday_calendar
    union all
    select
        'none' as holiday_calendar,
        cast('1900-01-01' as date) as first_day,
        cast(date_trunc('year', as_of_day) + interval '3' year as date) as next_day
    from run
),

versions as (
    select
        schedule_id,
        time_zone,
        holiday_calendar,
        valid_from,
        min(valid_from) over (partition by schedule_id) as first_day,
        coalesce(
            lead(valid_from) over (partition by schedule_id order by valid_from), cast('9999-01-01' as date)
        ) as valid_to
    from windows
    group by
        schedule_id,
        time_zone,
        holiday_calendar,
        valid_from
),

covered as (
    select
        versions.schedule_id,
        versions.time_zone,
        versions.holiday_calendar,
        versions.valid_from,
        greatest(versions.valid_from, calendars.first_day) as first_day,
        least(versions.valid_to, calendars.next_day) as next_day
    from versions
    inner join calendars on versions.holiday_calendar = calendars.holiday_calendar
),

days as (
    select
        covered.schedule_id,
        covered.time_zone,
        covered.holiday_calendar,
        covered.valid_from,
        covered.first_day + cast(numbers.number as int) as day
    from covered
    inner join {{ ref('int_numbers') }} as numbers
        on covered.first_day + cast(numbers.number as int) < covered.next_day
)

select
    days.schedule_id,
    -- From 1 on; 0 is `always`.
    cast(dense_rank() over (order by days.schedule_id) as bigint) as schedule_number,
    days.time_zone,
    days.valid_from,
    days.day,
    cast({{ dbt.datediff("cast('1970-01-01' as date)", 'days.day', 'day') }} as bigint) as day_number,
    holidays.kind as holiday_kind,
    -- 1 to 7 from Monday on; a make-up day counts as a Monday; null: a holiday.
    case
        when holidays.kind is null
            then cast(1 + {{ dbt.datediff("cast(date_trunc('week', days.day) as date)", 'days.day', 'day') }} as int)
        when holidays.kind = 'working_day' then 1
    end as counts_as_weekday
from days
left join holidays
    on days.holiday_calendar = holidays.holiday_calendar
    and days.day = holidays.day
