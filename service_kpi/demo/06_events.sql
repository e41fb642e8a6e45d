-- What happened to a request beyond what its own columns say: transfers, escalations, pauses, messages, reopenings. A part
-- each, in the order of the requests. The first assignment is seldom one of them (accepted_at says it), nor is the first reply
-- (first_response_at) unless someone else replies too, nor the resolution (resolved_at) unless it did not hold or was shared.

create macro event_id(n, step) as 'E' || (getvariable('id_base') * 100 + n * 100 + step);
create macro named_customer_id(customer_id, n) as case when n % 60 <> 31 then customer_id end;

-- At some share of the way from one moment to another.
create macro between_moments(first_moment, last_moment, share) as after(first_moment, share * (last_moment - first_moment));

-- A larger company's forms ask at once for what a small one asks afterwards: less goes back and forth.
create macro back_and_forth() as getvariable('asked_per_mille') / 1000;

create view handed_over as
select
    *,
    first_team_no <> team_no as leaves_the_team,
    -- One in six lands with the wrong team first and is passed on before anybody there has looked at it.
    case
        when n % 6 = 3 and first_team_no <> team_no and 1 + team_no % getvariable('teams') <> first_team_no and taken_over_at is not null
            then 1 + team_no % getvariable('teams')
    end as wrong_team_no,
    -- Most open it before they reply: good teams soon after they have it.
    case
        when n % 10 = 6 then taken_over_at
        else between_moments(transferred_at, taken_over_at, least(0.95, 0.45 * wait_factor * wait_factor))
    end as picked_up_at
from requests
where transferred_at is not null;

-- The customer writes at some point of the work and has a reply before it ends: sooner from skilled agents, now and then
-- from a colleague, and sometimes never. One in four grows impatient and writes again.
create table conversations as
with conversing as (
    select
        *,
        coalesce(taken_over_at, first_response_at) as work_began_at,
        coalesce(first_resolved_at, start_of(date '2025-07-01')) as work_ended_at
    from requests
    where agent_id is not null
        and cancelled_at is null
        and coalesce(first_resolved_at, start_of(date '2025-07-01')) > first_response_at + 40 * 60
        and u('asks again', n) < 0.08 + 0.18 * back_and_forth()
),

asking as (
    select
        *,
        work_ended_at - work_began_at as work_seconds,
        between_moments(work_began_at, work_ended_at, 0.1 + 0.5 * u('asks', n)) as asked_at
    from conversing
),

answering as (
    select
        *,
        case
            when u('never replied', n) >= 0.05 * wait_factor * wait_factor + 0.3 * (first_resolved_at is null)::integer
                then after(
                    asked_at,
                    least(skewed(1500 * pressure * wait_factor * wait_factor * exp(-0.3 * skill), 0.9, 'replies', n), 0.3 * work_seconds)
                )
        end as replied_at
    from asking
)

select
    n,
    request_id,
    customer_id,
    coalesce(colleague_id, agent_id) as agent_id,
    asked_at,
    case when u('asks twice', n) < 0.25 then between_moments(asked_at, coalesce(replied_at, work_ended_at), 0.6) end as asked_twice_at,
    replied_at
from answering
order by n;

-- Waiting for the customer: some of the work's time goes by so. One pause in eleven has a status of the company's own.
create table pauses as
with waiting as (
    select
        *,
        coalesce(taken_over_at, first_response_at) as work_began_at,
        coalesce(first_resolved_at, cancelled_at) as work_ended_at,
        -- Neither the cancelled nor one in nine of the others is taken up again before its end.
        first_resolved_at is not null and (n % 9 <> 4 or reopened_at is not null or colleague_id is not null) as is_resumed
    from requests
    where agent_id is not null
        and coalesce(first_resolved_at, cancelled_at) > coalesce(taken_over_at, first_response_at) + 30 * 60
        and u('waits for the customer', n) < back_and_forth()
        * ([0.06, 0.18, 0.15, 0.26, 0.05, 0.05, 0.14, 0.30][type_no] + 0.2 * (colleague_id is not null)::integer)
),

paused as (
    select *, between_moments(work_began_at, work_ended_at, 0.05 + 0.3 * u('pauses', n)) as paused_at
    from waiting
)

select
    n,
    request_id,
    customer_id,
    agent_id,
    coalesce(colleague_id, agent_id) as paused_by,
    paused_at,
    case when is_resumed then between_moments(paused_at, work_ended_at, 0.2 + 0.5 * u('resumes', n)) end as resumed_at,
    -- The customer's message takes it up again, or the agent does.
    u('comes back', n) < 0.6 as customer_comes_back,
    case when n % 11 = 4 then '待客户寄件' else 'pending' end as status,
    -- Between the two, now and then, a status that nobody declared.
    is_resumed and n % 23 = 5 as has_strange_status,
    skewed(2400 * pressure * wait_factor, 0.8, 'goes on', n) as reply_seconds,
    work_ended_at
from paused
order by n;

-- What is pending in the export is waiting since some moment of the last weeks.
create view pending_still as
with waiting as (
    select
        *,
        coalesce(reopened_at, taken_over_at, first_response_at) as work_began_at
    from requests
    where agent_id is not null
        and first_response_at is not null
        and resolved_at is null
        and cancelled_at is null
        and (transferred_at is null or taken_over_at is not null)
        and u('pending', n) < 0.35
)

select
    n,
    request_id,
    agent_id,
    so_far(after(work_began_at, skewed(50000, 1, 'pending since', n))) as paused_at
from waiting;

create view export_request_events as
select
    event_id(n, 0) as event_id,
    request_id,
    'agent_reply' as event_type,
    clock(first_response_at) as occurred_at,
    first_agent_id as actor_id,
    'agent' as actor_type,
    null as from_value,
    null as to_value,
    true as is_public
from handed_over
union all
select
    event_id(n, 1), request_id, 'escalated', clock(escalated_at), agent_id,
    case when agent_id is null then 'system' else 'agent' end, null, null, null
from requests
where escalated_at is not null
union all
-- Within the team it is an assignment; one in four is written as a transfer from the team to itself all the same.
select
    event_id(n, 2), request_id, case when leaves_the_team or n % 4 = 1 then 'transferred' else 'assigned' end, clock(transferred_at),
    case when n % 5 <> 3 then first_agent_id end,
    case when n % 5 <> 3 then 'agent' else 'system' end,
    case
        when leaves_the_team or n % 4 = 1 then team_id(first_team_no)
        when n % 20 <> 7 then first_agent_id
    end,
    case when leaves_the_team or n % 4 = 1 then team_id(coalesce(wrong_team_no, team_no)) else agent_id end,
    null
from handed_over
union all
select
    event_id(n, 3), request_id, 'transferred', clock(between_moments(transferred_at, picked_up_at, 0.5)), null, 'system',
    team_id(wrong_team_no), team_id(team_no), null
from handed_over
where wrong_team_no is not null
union all
-- A note to whoever takes it over, which ends no wait.
select
    event_id(n, 4), request_id, 'agent_reply', clock(between_moments(transferred_at, picked_up_at, 0.2)), first_agent_id, 'agent',
    null, null, false
from handed_over
where n % 8 = 2 and taken_over_at is not null
union all
select event_id(n, 5), request_id, 'status_changed', clock(picked_up_at), agent_id, 'agent', 'new', 'open', null
from handed_over
where picked_up_at < taken_over_at
union all
select event_id(n, 6), request_id, 'agent_reply', clock(taken_over_at), agent_id, 'agent', null, null, true
from requests
where taken_over_at is not null
union all
select event_id(n, 10), request_id, 'assigned', clock(accepted_at), null, 'system', null, coalesce(first_agent_id, agent_id), null
from requests
where accepted_at is not null and n % 20 = 7
union all
select
    event_id(n, 20), request_id, 'customer_message', clock(asked_at), named_customer_id(customer_id, n), 'customer', null, null, true
from conversations
union all
select
    event_id(n, 21), request_id, 'customer_message', clock(asked_twice_at), named_customer_id(customer_id, n), 'customer', null, null, true
from conversations
where asked_twice_at is not null
union all
select event_id(n, 22), request_id, 'agent_reply', clock(replied_at), agent_id, 'agent', null, null, true
from conversations
where replied_at is not null
union all
-- Thanks, or one more question, when all is done: nobody replies.
select
    event_id(n, 23), request_id, 'customer_message', clock(after(resolved_at, skewed(3000, 0.8, 'thanks', n))),
    named_customer_id(customer_id, n), 'customer', null, null, true
from requests
where agent_id is not null and so_far(after(resolved_at, skewed(3000, 0.8, 'thanks', n))) is not null and u('writes at the end', n) < 0.03
union all
select event_id(n, 30), request_id, 'status_changed', clock(paused_at), paused_by, 'agent', 'open', status, null
from pauses
union all
select
    event_id(n, 31), request_id, 'status_changed', clock(between_moments(paused_at, resumed_at, 0.8)), null, 'system', status, '资料已收', null
from pauses
where has_strange_status
union all
select event_id(n, 32), request_id, 'customer_message', clock(resumed_at), named_customer_id(customer_id, n), 'customer', null, null, true
from pauses
where resumed_at is not null and customer_comes_back
union all
select
    event_id(n, 33), request_id, 'status_changed', clock(resumed_at),
    case when not customer_comes_back then agent_id end, case when customer_comes_back then 'system' else 'agent' end,
    case when has_strange_status then '资料已收' else status end, 'open', null
from pauses
where resumed_at is not null
union all
-- The answer to it, unless the work is done before.
select event_id(n, 34), request_id, 'agent_reply', clock(after(resumed_at, reply_seconds)), agent_id, 'agent', null, null, true
from pauses
where customer_comes_back and after(resumed_at, reply_seconds) < work_ended_at
union all
select event_id(n, 35), request_id, 'status_changed', clock(paused_at), agent_id, 'agent', 'open', 'pending', null
from pending_still
where paused_at is not null
union all
-- A colleague's advice, for the agent's eyes alone.
select
    event_id(n, 40), request_id, 'agent_reply', clock(between_moments(first_response_at, first_resolved_at, 0.1 + 0.8 * u('advises', n))),
    colleague_id, 'agent', null, null, false
from requests
where colleague_id is not null and first_resolved_at > first_response_at
union all
select event_id(n, 50), request_id, 'status_changed', clock(first_resolved_at), agent_id, 'agent', 'open', 'resolved', null
from requests
where first_resolved_at is not null and (reopened_at is not null or colleague_id is not null)
union all
-- One system reopens by an event of its own, the other (one in five) by the status; a few wait for the customer at once.
select
    event_id(n, 51), request_id, case when n % 5 = 2 then 'status_changed' else 'reopened' end, clock(reopened_at),
    named_customer_id(customer_id, n), 'customer', 'resolved', case when n % 13 = 7 and resolved_at is not null then 'pending' else 'open' end, null
from requests
where reopened_at is not null
union all
select event_id(n, 52), request_id, 'status_changed', clock(resolved_at), agent_id, 'agent', 'open', 'resolved', null
from requests
where reopened_at is not null and resolved_at is not null
union all
select event_id(n, 60), request_id, 'merged', clock(first_response_at + 120), null, 'system', null, request_id(duplicate_of), null
from requests
where duplicate_of is not null and first_response_at is not null and resolved_at is null;
