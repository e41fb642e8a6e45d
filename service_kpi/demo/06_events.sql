-- What happened to a request, in the order of the requests: replies, messages, transfers, resolutions, reopenings.
-- A request has two or three; the first assignment is not one of them (accepted_at says it).

create view export_request_events as
with happenings as (
    select
        requests.*,
        unnest([
            case when first_response_at is not null then 1 end,
            case when escalated_at is not null then 2 end,
            case when transferred_at is not null then 3 end,
            case when taken_over_at is not null then 4 end,
            case when asks_again then 5 end,
            case when asks_again then 6 end,
            case when first_resolved_at is not null then 7 end,
            case when reopened_at is not null then 8 end,
            case when reopened_at is not null and resolved_at is not null then 9 end,
            case when duplicate_of is not null and first_response_at is not null and resolved_at is null then 10 end
        ]) as step
    from (
        select
            *,
            agent_no is not null
            and first_response_at is not null
            and first_resolved_at > first_response_at + interval 40 minutes
            and u('asks again', n) < 0.14 as asks_again,
            coalesce(taken_over_at, first_response_at) as work_began_at
        from requests
    ) as requests
),

-- The customer writes at some point of the work and has a reply before it ends: sooner from skilled agents.
timed as (
    select
        *,
        work_began_at + to_seconds(floor(
            (0.1 + 0.5 * u('asks', n)) * epoch(first_resolved_at - work_began_at)
        )::bigint) as asked_at,
        case
            when step = 6
                then least(
                    skewed(1500 * pressure * wait_factor * exp(-0.3 * skill), 0.9, 'replies', n),
                    0.3 * epoch(first_resolved_at - work_began_at)
                )
        end as reply_seconds
    from happenings
    where step is not null
)

select
    'E' || (getvariable('id_base') * 10 + n * 10 + step - 1) as event_id,
    request_id(n) as request_id,
    case
        when step = 3 and first_team_no = team_no then 'assigned'
        else [
            'agent_reply', 'escalated', 'transferred', 'agent_reply', 'customer_message', 'agent_reply',
            'status_changed', 'reopened', 'status_changed', 'merged'
        ][step]
    end as event_type,
    case step
        when 1 then first_response_at
        when 2 then escalated_at
        when 3 then transferred_at
        when 4 then taken_over_at
        when 5 then asked_at
        when 6 then after(asked_at, reply_seconds)
        when 7 then first_resolved_at
        when 8 then reopened_at
        when 9 then resolved_at
        else after(first_response_at, 120)
    end as occurred_at,
    case
        when step in (5, 8) then case when n % 60 <> 31 then customer_id(customer_no) end
        when step in (1, 3) then agent_id(coalesce(first_agent_no, agent_no))
        when step = 10 or (step = 7 and is_automated) then null
        else agent_id(agent_no)
    end as actor_id,
    case
        when step in (5, 8) then 'customer'
        when step = 10 or is_automated or agent_no is null then 'system'
        else 'agent'
    end as actor_type,
    case
        when step = 3 and first_team_no = team_no then agent_id(first_agent_no)
        when step = 3 then team_id(first_team_no)
        when step in (7, 9) then 'open'
        when step = 8 then 'resolved'
    end as from_value,
    case
        when step = 3 and first_team_no = team_no then agent_id(agent_no)
        when step = 3 then team_id(team_no)
        when step in (7, 9) then 'resolved'
        when step = 8 then 'open'
        when step = 10 then request_id(duplicate_of)
    end as to_value,
    case when step in (1, 4, 5, 6) then true end as is_public
from timed;
