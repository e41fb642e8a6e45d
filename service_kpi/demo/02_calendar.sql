-- The 13,128 hours of the span, with how much happens in each and how strained the desks are.

create table holidays as
select unnest(
    range(timestamp '2024-02-10', timestamp '2024-02-18', interval 1 day)  -- Spring Festival
    || range(timestamp '2024-04-04', timestamp '2024-04-07', interval 1 day)
    || range(timestamp '2024-05-01', timestamp '2024-05-06', interval 1 day)
    || range(timestamp '2024-06-08', timestamp '2024-06-11', interval 1 day)
    || range(timestamp '2024-09-15', timestamp '2024-09-18', interval 1 day)
    || range(timestamp '2024-10-01', timestamp '2024-10-08', interval 1 day)
    || range(timestamp '2025-01-28', timestamp '2025-02-05', interval 1 day)  -- Spring Festival
    || range(timestamp '2025-04-04', timestamp '2025-04-07', interval 1 day)
    || range(timestamp '2025-05-01', timestamp '2025-05-06', interval 1 day)
    || range(timestamp '2025-05-31', timestamp '2025-06-03', interval 1 day)
    || [timestamp '2024-01-01', timestamp '2025-01-01']
)::date as day;

create table days as
with numbered as (
    select
        d::integer as day_no,
        day_at(d) as day,
        isodow(day_at(d)) as weekday,
        datediff('month', first_day(), day_at(d))::integer as month_no
    from range(547) as span(d)
)

select
    day_no,
    day,
    month_no,
    weekday,
    -- The fault week: a platform fault, Monday 10 to Sunday 16 March 2025.
    day between date '2025-03-10' and date '2025-03-16' as is_fault_week,
    -- November's shopping festival (and June's, smaller) and the Spring Festival's quiet.
    [
        1.00, 0.70, 0.98, 0.96, 1.00, 1.14, 0.96, 0.98, 1.04, 1.00, 1.50, 1.12,
        0.80, 0.88, 1.02, 0.98, 1.04, 1.18
    ][1 + month_no] as season,
    [1.14, 1.08, 1.03, 1.00, 1.02, 0.72, 0.62][weekday]
    * case when day in (select holidays.day from holidays) then 0.45 else 1 end
    * case when day between date '2024-11-10' and date '2024-11-13' then 1.6 else 1 end
    * (0.88 + 0.24 * u('day', day_no)) as day_rhythm
from numbered;

create table slots as
with hours as (
    select
        (days.day_no * 24 + hour)::integer as slot,
        days.day_no,
        days.month_no,
        days.is_fault_week,
        hour::integer as hour,
        -- A working day with a dip at noon and little at night.
        [
            0.10, 0.06, 0.04, 0.03, 0.04, 0.08, 0.20, 0.45, 0.95, 1.50, 1.65, 1.35,
            0.80, 1.00, 1.45, 1.50, 1.35, 1.10, 0.85, 0.80, 0.75, 0.60, 0.40, 0.20
        ][1 + hour::integer] as hour_rhythm,
        -- Fewer desks at noon and at night: who calls then waits longer.
        [
            1.5, 1.5, 1.5, 1.5, 1.5, 1.4, 1.2, 0.9, 0.8, 1.0, 1.1, 1.1,
            1.5, 1.0, 0.9, 1.0, 1.0, 0.9, 1.1, 1.2, 1.2, 1.2, 1.3, 1.4
        ][1 + hour::integer] as desk_shortage,
        days.season,
        days.day_rhythm
    from days
    cross join range(24) as clock(hour)
),

weighed as (
    select
        slot,
        day_no,
        month_no,
        is_fault_week,
        hour,
        season * day_rhythm * hour_rhythm * case when is_fault_week then 2.1 else 1 end as demand,
        -- Rosters follow the plan, not the peak: a busy month and a busy day strain the desks. From month to month
        -- the company learns (new software, better rosters), until the fault week throws it back.
        desk_shortage * pow(season, 2.2) * pow(day_rhythm, 0.5) * (1.35 - 0.035 * month_no)
        * case when is_fault_week then 3.2 else 1 end as pressure
    from hours
),

-- Whole numbers: their running sum is the same in whatever order threads add them.
shares as (
    select
        *,
        (demand * 1000000)::bigint as request_share,
        (demand * (case when hour between 7 and 21 then 1 else 0.4 end) * 1000000)::bigint as call_share
    from weighed
),

running as (
    select
        *,
        sum(request_share) over (order by slot)::hugeint as requests_to,
        sum(request_share) over ()::hugeint as requests_all,
        sum(call_share) over (order by slot)::hugeint as calls_to,
        sum(call_share) over ()::hugeint as calls_all
    from shares
),

counted as (
    select
        *,
        (requests_to * getvariable('requests') // requests_all)::bigint as last_request,
        (calls_to * getvariable('loose_calls') // calls_all)::bigint as last_call
    from running
)

select
    slot,
    day_no,
    month_no,
    is_fault_week,
    slot * 3600 as starts_at,
    pressure,
    pow(pressure, 0.6) as strain,
    last_request,
    last_call,
    last_request - lag(last_request, 1, 0) over (order by slot) as requests,
    last_call - lag(last_call, 1, 0) over (order by slot) as calls
from counted
order by slot;
