-- What happened to a request beyond what its own columns say: transfers, escalations, messages, reopenings. A part each,
-- in the order of the requests. The first assignment is not one of them (accepted_at says it), nor is the first reply
-- (first_response_at) unless someone else replies too, nor the resolution (resolved_at) unless it did not hold.

create macro event_id(n, step) as 'E' || (getvariable('id_base') * 10 + n * 10 + step);
create macro named_customer_id(customer_id, n) as case when n % 60 <> 31 then customer_id end;

create view handed_over as
select *, first_team_no <> team_no as leaves_the_team
from requests
where transferred_at is not null;

-- The customer writes at some point of the work and has a reply before it ends: sooner from skilled agents.
create view conversations as
with conversing as (
    select
        *,
        coalesce(taken_over_at, first_response_at) as work_began_at
    from requests
    where agent_id is not null
        and first_resolved_at > first_response_at + 40 * 60
        and u('asks again', n) < 0.14
),

asking as (
    select
        *,
        first_resolved_at - work_began_at as work_seconds,
        after(work_began_at, (0.1 + 0.5 * u('asks', n)) * (first_resolved_at - work_began_at)) as asked_at
    from conversing
)

select
    n,
    request_id,
    customer_id,
    agent_id,
    asked_at,
    after(asked_at, least(skewed(1500 * pressure * wait_factor * wait_factor * exp(-0.3 * skill), 0.9, 'replies', n), 0.3 * work_seconds))
        as replied_at
from asking;

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
select
    event_id(n, 2), request_id, case when leaves_the_team then 'transferred' else 'assigned' end, clock(transferred_at),
    first_agent_id, 'agent',
    case when leaves_the_team then team_id(first_team_no) else first_agent_id end,
    case when leaves_the_team then team_id(team_no) else agent_id end,
    null
from handed_over
union all
select event_id(n, 3), request_id, 'agent_reply', clock(taken_over_at), agent_id, 'agent', null, null, true
from requests
where taken_over_at is not null
union all
select
    event_id(n, 4), request_id, 'customer_message', clock(asked_at), named_customer_id(customer_id, n), 'customer', null, null, true
from conversations
union all
select event_id(n, 5), request_id, 'agent_reply', clock(replied_at), agent_id, 'agent', null, null, true
from conversations
union all
select event_id(n, 6), request_id, 'status_changed', clock(first_resolved_at), agent_id, 'agent', 'open', 'resolved', null
from requests
where reopened_at is not null
union all
select
    event_id(n, 7), request_id, 'reopened', clock(reopened_at), named_customer_id(customer_id, n), 'customer', 'resolved', 'open', null
from requests
where reopened_at is not null
union all
select event_id(n, 8), request_id, 'status_changed', clock(resolved_at), agent_id, 'agent', 'open', 'resolved', null
from requests
where reopened_at is not null and resolved_at is not null
union all
select event_id(n, 9), request_id, 'merged', clock(first_response_at + 120), null, 'system', null, request_id(duplicate_of), null
from requests
where duplicate_of is not null and first_response_at is not null and resolved_at is null;
