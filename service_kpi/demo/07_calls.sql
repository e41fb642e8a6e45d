-- Calls: those that opened a request, repeated calls on an open one, follow-up calls out, and inbound calls
-- nobody made a request of, where most of the unanswered ones are.

create table call_numbers as
with spread as (
    select
        slots.* exclude (slot, last_request, last_call, requests),
        last_call - calls as before,
        coalesce(seats_a_day.seats, 0)::integer as seats,
        unnest(range(calls)) as place
    from slots
    left join seats_a_day
        on slots.day_no = seats_a_day.day_no
)

select
    * exclude (calls, before, place),
    before + place + 1 as n,
    (3600 * (place + u('call minute', before + place + 1)) / calls)::integer as second
from spread;

-- The share of inbound calls that someone takes. The improvement action at team T03 (call-backs in rush hours, from
-- 1 October 2024) lifts it there; nothing else changes at that moment.
create macro connect_share(team_no, connect_shift, pressure, started_at) as
    least(0.97, greatest(0.12,
        0.99 - 0.17 * pressure + connect_shift
        + case when team_no = 3 then case when started_at >= timestamp '2024-10-01' then 0.10 else -0.22 end else 0 end
    ));

-- Talking: short at skilled teams and shorter with the months, except at T02, where the action against long
-- calls (scripts, from 1 September 2024) changes nothing.
create macro talk_typical(team_no, talk_factor, month_no, type_no, pressure) as
    235 * talk_factor * case when team_no = 2 then 1 else 1.22 - 0.025 * month_no end
    * [0.85, 1.1, 1.2, 0.9, 0.8, 0.8, 1.35, 1.3][type_no] * (0.85 + 0.15 * pressure);

create table loose_calls as
with dated as (
    select
        * exclude (starts_at, second),
        after(starts_at, least(second, 3599)) as started_at
    from call_numbers
)

select
    dated.n * 4 + 3 as call_no,
    'inbound' as direction,
    case when is_fault_week and u('call fault', n) < 0.5 then 3 when u('call type', n) < 0.6 then 1 else 2 end as type_no,
    case
        when u('caller known', n) < 0.75 then customer_still_there(customer_drawn('caller', n, day_at(dated.day_no)), day_at(dated.day_no))
    end as customer_no,
    seats.agent_no,
    seats.team_no,
    null::bigint as request_no,
    case when u('call service', n) < 0.8 then service_drawn('called service', n, day_at(dated.day_no)) end as service_no,
    dated.started_at,
    month_no,
    pressure,
    coalesce(seats.skill, 0) as skill,
    coalesce(teams.wait_factor, 1) as wait_factor,
    coalesce(teams.talk_factor, 1) as talk_factor,
    case
        when seats.agent_no is not null
            and u('connected', n) < connect_share(seats.team_no, teams.connect_shift, pressure, dated.started_at)
            then 1
        when u('unanswered', n) < 0.72 then 2
        when u('unanswered', n) < 0.90 or seats.agent_no is null then 3
        else 4
    end as outcome_no
from dated
left join seats
    on dated.day_no = seats.day_no
    and 1 + floor(dated.seats * u('call seat', dated.n))::integer = seats.seat_no
left join teams
    on seats.team_no = teams.team_no
order by call_no;

create view calls as
with linked as (
    -- 1 the call that opened the request, 2 a repeated call, 3 a follow-up call out
    select
        requests.*,
        unnest([
            case when channel_no = 1 and agent_no is not null and u('by call', n) < 0.55 then 1 end,
            case when contacts > 1 and agent_no is not null and resolved_at > created_at + interval 1 hour
                and u('calls again', n) < 0.4 then 2 end,
            case when followed_up_at is not null and u('follow-up call', n) < 0.4 then 3 end
        ]) as step
    from requests
),

linked_calls as (
    select
        n * 4 + step - 1 as call_no,
        case when step = 3 then 'outbound' else 'inbound' end as direction,
        type_no::integer as type_no,
        customer_no,
        agent_no,
        team_no,
        n as request_no,
        service_no::integer as service_no,
        case step
            when 1 then created_at
            when 2 then created_at + to_seconds((epoch(resolved_at - created_at) * (0.2 + 0.6 * u('again at', n)))::bigint)
            else followed_up_at
        end as started_at,
        month_no,
        pressure::double as pressure,
        skill::double as skill,
        wait_factor::double as wait_factor,
        talk_factor::double as talk_factor,
        case
            when step = 1 then 1
            when step = 2 then case
                when u('again connected', n) < connect_share(team_no, connect_shift, pressure, created_at) then 1
                when u('again unanswered', n) < 0.75 then 2
                else 3
            end
            when u('reached', n) < 0.78 then 1
            else pick([3, 4], u('not reached', n))
        end as outcome_no
    from linked
    where step is not null
),

all_calls as (
    select * from linked_calls
    union all
    select * from loose_calls
),

waited as (
    select
        *,
        after(started_at, 6 + 18 * u('menu', call_no)) as menu_over,
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
        case when direction = 'inbound' and outcome_no <> 4 then menu_over end as queue_time,
        case when outcome_no = 1 then after(case when direction = 'inbound' then menu_over else started_at end, queue_seconds) end as answer_time
    from waited
)

select
    *,
    so_far(queue_time) as queued_at,
    so_far(answer_time) as answered_at,
    so_far(case
        when outcome_no = 1 then after(answer_time, talk_seconds)
        else after(coalesce(queue_time, started_at), queue_seconds)
    end) as ended_at
from timed;

create view export_calls as
select
    'C' || (getvariable('id_base') * 10 + call_no) as call_id,
    direction,
    case when direction = 'inbound' then ['咨询队列', '售后队列', '故障队列', '咨询队列', '咨询队列', '咨询队列', '投诉队列', '企业队列'][type_no] end
        as queue,
    topic(type_no, coalesce(request_no, call_no)) as topic,
    customer_id(customer_no) as customer_id,
    -- Rung at an agent who did not take it: named, but for some callers who gave up before.
    case when outcome_no <> 2 or u('offered', call_no) < 0.8 then agent_id(agent_no) end as agent_id,
    request_id(request_no) as request_id,
    service_id(service_no) as service_id,
    started_at,
    queued_at,
    answered_at,
    ended_at,
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
from calls;

-- The telephone system sent the last week of May 2025 again: most rows as they were, one in ten corrected.
create view export_calls_resend as
select
    * replace (
        case when call_id[-1] = '4' and ended_at is not null then ended_at + interval 30 seconds else ended_at end as ended_at,
        case when call_id[-1] = '4' then timestamp '2025-06-02 09:15:00' else updated_at end as updated_at
    )
from export_calls
where started_at >= timestamp '2025-05-26' and started_at < timestamp '2025-06-01';
