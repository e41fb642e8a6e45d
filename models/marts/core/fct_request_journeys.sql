-- Grain: one row per request to which events happened: what they say of it.
{%- call partitioned_by('request_created_on') %}
    {{ follows(['fct_service_requests', 'fct_request_events']) }}
{%- endcall %}
with requests as (
    select
        request_id,
        resolved_at,
        created_on
    from {{ ref('fct_service_requests') }}
    where {{ is_touched('created_on') }}
),

events as (
    select * from {{ ref('fct_request_events') }}
    where {{ is_touched('request_created_on') }}
),

assignments as (
    select
        request_id,
        event_number,
        to_value <> coalesce(from_value, lag(to_value) over (partition by request_id order by event_number))
            as is_to_another_agent
    from events
    where event_type = 'assigned'
),

steps as (
    select
        events.*,
        events.is_transfer
        or coalesce(assignments.is_to_another_agent, false)
        -- The resolution is what the steps lead to.
        or (events.event_type = 'status_changed' and coalesce(events.to_kind <> 'resolved', true)) as is_step
    from events
    left join assignments
        on events.request_id = assignments.request_id
        and events.event_number = assignments.event_number
)

select
    -- ids
    requests.request_id,
    -- what it is
    bool_or(steps.is_transfer) as is_transferred,
    bool_or(steps.is_escalation) as is_escalated,
    bool_or(steps.event_type in ('reopened', 'status_changed')) as has_statuses,
    count(distinct case when steps.is_action then steps.actor_id end) as agents_at_work,
    -- Null: not resolved, nothing to lead to.
    case
        when requests.resolved_at is not null
            then count(*) filter (where steps.is_step and steps.occurred_at < requests.resolved_at)
    end as steps_before_resolution,
    -- days, reporting time zone
    requests.created_on as request_created_on
from requests
inner join steps on requests.request_id = steps.request_id
group by
    requests.request_id,
    requests.resolved_at,
    requests.created_on
