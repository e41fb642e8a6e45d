-- Calls: those that opened a request, repeated calls on an open one, follow-up calls out, and inbound calls
-- nobody made a request of, where most of the unanswered ones are. A part each, in the order of their numbers.

create table call_numbers as
select
    slot,
    unnest(range(last_call - calls + 1, last_call + 1)) as n
from slots;

-- The share of inbound calls that someone takes. The improvement action at team T03 (call-backs in rush hours, from
-- 1 October 2024) lifts it there; nothing else changes at that moment.
create macro connect_share(team_no, connect_shift, pressure, started_at) as
    least(0.97, greatest(0.12,
        0.99 - 0.17 * pressure + connect_shift
        + case when team_no = 3 then case when started_at >= start_of(date '2024-10-01') then 0.10 else -0.22 end else 0 end
    ));

-- Talking: short at skilled teams and shorter with the months, except at T02, where the action against long
-- calls (scripts, from 1 September 2024) changes nothing.
create macro talk_typical(team_no, talk_factor, month_no, type_no, pressure) as
    235 * talk_factor * case when team_no = 2 then 1 else 1.22 - 0.025 * month_no end
    * [0.85, 1.1, 1.2, 0.9, 0.8, 0.8, 1.35, 1.3][type_no] * (0.85 + 0.15 * pressure);

-- Outcomes: 1 answered, 2 abandoned, 3 missed, 4 busy.
create view calls_that_opened_a_request as
select
    n * 4 as call_no,
    day_no,
    'inbound' as direction,
    type_no,
    customer_id,
    agent_id,
    team_no,
    n as topic_no,
    request_id,
    service_no,
    created_at as started_at,
    month_no,
    pressure,
    skill,
    wait_factor,
    talk_factor,
    1 as outcome_no
from requests
where channel_no = 1 and agent_id is not null and u('by call', n) < 0.55;

create view repeated_calls as
select
    n * 4 + 1 as call_no,
    day_no,
    'inbound' as direction,
    type_no,
    customer_id,
    agent_id,
    team_no,
    n as topic_no,
    request_id,
    service_no,
    after(created_at, (resolved_at - created_at) * (0.2 + 0.6 * u('again at', n))) as started_at,
    month_no,
    pressure,
    skill,
    wait_factor,
    talk_factor,
    case
        when u('again connected', n) < connect_share(team_no, connect_shift, pressure, created_at) then 1
        when u('again unanswered', n) < 0.75 then 2
        else 3
    end as outcome_no
from requests
where contacts > 1 and agent_id is not null and resolved_at > created_at + 3600 and u('calls again', n) < 0.4;

create view follow_up_calls as
select
    n * 4 + 2 as call_no,
    day_no,
    'outbound' as direction,
    type_no,
    customer_id,
    agent_id,
    team_no,
    n as topic_no,
    request_id,
    service_no,
    followed_up_at as started_at,
    month_no,
    pressure,
    skill,
    wait_factor,
    talk_factor,
    case when u('reached', n) < 0.78 then 1 else pick([3, 4], u('not reached', n)) end as outcome_no
from requests
where followed_up_at is not null and u('follow-up call', n) < 0.4;

create table loose_calls as
with dated as (
    select
        call_numbers.n,
        slots.day_no,
        slots.month_no,
        slots.is_fault_week,
        slots.pressure,
        after(slots.starts_at, least(3599, 3600 * (n - 1 - (last_call - calls) + u('call minute', n)) / calls)) as started_at,
        seat_drawn(seats_a_day.seats, seats_a_day.first_seat, 'call seat', n) as seat_no,
        customer_drawn(u('caller', n), slots.day_no) as customer_drawn_no,
        u('called service', n) as service_draw,
        u('unanswered', n) as unanswered_draw
    from call_numbers
    left join slots
        on call_numbers.slot = slots.slot
    left join seats_a_day
        on slots.day_no = seats_a_day.day_no
)

select
    n * 4 + 3 as call_no,
    dated.day_no,
    'inbound' as direction,
    case when is_fault_week and u('call fault', n) < 0.5 then 3 when u('call type', n) < 0.6 then 1 else 2 end as type_no,
    case when u('caller known', n) < 0.75 then customer_id(customer_still_there(customer_drawn_no, dated.day_no)) end as customer_id,
    seats.agent_id,
    seats.team_no,
    n * 4 + 3 as topic_no,
    null as request_id,
    case when service_draw < 0.8 then service_drawn(service_draw / 0.8, u('new service called', n), dated.day_no) end as service_no,
    started_at,
    month_no,
    pressure,
    coalesce(seats.skill, 0) as skill,
    coalesce(seats.wait_factor, 1) as wait_factor,
    coalesce(seats.talk_factor, 1) as talk_factor,
    case
        when seats.agent_no is not null
            and u('connected', n) < connect_share(seats.team_no, seats.connect_shift, pressure, started_at)
            then 1
        when unanswered_draw < 0.72 then 2
        when unanswered_draw < 0.90 or seats.agent_no is null then 3
        else 4
    end as outcome_no
from dated
left join seats
    on dated.seat_no = seats.seat_no
order by call_no;

create view calls as
with all_calls as (
    select * from calls_that_opened_a_request
    union all
    select * from repeated_calls
    union all
    select * from follow_up_calls
    union all
    select * from loose_calls
),

waited as (
    select
        *,
        -- Who calls in hears the menu first; a busy line has none.
        case
            when direction = 'outbound' then null
            when outcome_no <> 4 then after(started_at, 6 + 18 * u('menu', call_no))
        end as queue_time,
        -- Seconds in the queue: how long it took to answer, or how long the caller's patience held.
        case
            when outcome_no = 1 then least(600, 2 - ln(1 - u('queue', call_no)) * 11 * pressure * wait_factor)
            when outcome_no = 2 and u('short', call_no) < 0.15 then 1 + 3.9 * u('patience', call_no)
            when outcome_no = 2 then 6 + skewed(45, 0.7, 'patience', call_no)
            when outcome_no = 3 then 25 + 20 * u('patience', call_no)
            else 2
        end as queue_seconds,
        skewed(talk_typical(team_no, talk_factor, month_no, type_no, pressure) * exp(-0.12 * skill), 0.5, 'talk', call_no) as talk_seconds
    from all_calls
),

timed as (
    select
        *,
        after(coalesce(queue_time, started_at), queue_seconds) as queue_end
    from waited
)

select
    *,
    so_far(queue_time) as queued_at,
    case when outcome_no = 1 then so_far(queue_end) end as answered_at,
    so_far(case when outcome_no = 1 then after(queue_end, talk_seconds) else queue_end end) as ended_at
from timed;

-- The calls of some days, of requests of the same season.
create macro call_rows(first_day_no, end_day_no) as table
select
    'C' || (getvariable('id_base') * 10 + call_no) as call_id,
    direction,
    case when direction = 'inbound' then ['咨询队列', '售后队列', '故障队列', '咨询队列', '咨询队列', '咨询队列', '投诉队列', '企业队列'][type_no] end
        as queue,
    topic(type_no, topic_no) as topic,
    customer_id,
    -- Rung at an agent who did not take it: named, but for some callers who gave up before.
    case when outcome_no <> 2 or u('offered', call_no) < 0.8 then agent_id end as agent_id,
    request_id,
    service_id(service_no) as service_id,
    clock(started_at) as started_at,
    clock(queued_at) as queued_at,
    clock(answered_at) as answered_at,
    clock(ended_at) as ended_at,
    case when answered_at is not null then case when u('hold', call_no) < 0.25 then (15 + 120 * u('held', call_no))::integer else 0 end end
        as hold_seconds,
    case when answered_at is not null then (20 + 0.2 * talk_seconds * u('wrap-up', call_no))::integer end as wrap_up_seconds,
    -- A call still in the queue at as_of has no outcome yet.
    case
        when outcome_no = 1 and answered_at is null then null
        when outcome_no <> 1 and ended_at is null then null
        else ['answered', 'abandoned', 'missed', 'busy'][outcome_no]
    end as outcome,
    case when answered_at is not null then u('passed on', call_no) < 0.08 end as is_transferred,
    case when answered_at is not null then u('call solved', call_no) < 0.74 + 0.08 * skill - 0.03 * pressure end as is_resolved,
    null::timestamp as updated_at  -- filled where a call is sent again with a correction
from calls
where started_at >= first_day_no * 86400 and started_at < end_day_no * 86400
    and day_no >= first_day_no - 90 and day_no < end_day_no;

create view export_calls as from call_rows(0, 547);

-- The telephone system sent the last week of May 2025 again: most rows as they were, one in ten corrected.
create view export_calls_resend as
select
    * replace (
        case when call_id[-1] = '4' and ended_at is not null then ended_at + interval 30 seconds else ended_at end as ended_at,
        case when call_id[-1] = '4' then timestamp '2025-06-02 09:15:00' else updated_at end as updated_at
    )
from call_rows(day_of(date '2025-05-26'), day_of(date '2025-06-01'));
