-- Grain: one row per service request that stands. Team, service, region and segment are fixed once, as of its
-- creation, and hold for all its moments: moving an agent today changes no figure of last month.
with requests as (
    {{ standing_rows('service_requests') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

services as (
    select * from {{ ref('dim_services') }}
),

request_types as (
    select * from {{ ref('dim_request_types') }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
)

select
    -- ids
    requests.request_id,
    requests.customer_id,
    requests.duplicate_of,
    requests.rework_of,
    requests.asset_id,
    -- scopes
    {{ known_member('requests.agent_id', 'agents.agent_id', 'agents') }} as agent_id,
    coalesce(requests.team_id, agent_states.team_id, 'unknown') as team_id,
    coalesce(requests.channel, 'unknown') as channel,
    {{ known_member('requests.service_id', 'services.service_id', 'services') }} as service_id,
    coalesce(requests.region, customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    -- what it is
    lower(requests.request_type) as request_type,
    requests.topic,
    requests.priority,
    requests.status,
    requests.handling_seconds,
    -- The service's own standard, else that of the type of request; 0 is none.
    coalesce(
        case when services.standard_handling_seconds > 0 then services.standard_handling_seconds end,
        nullif(request_types.standard_handling_seconds, 0)
    ) as standard_handling_seconds,
    {{ seconds_between('requests.created_at', 'requests.accepted_at') }} as acceptance_calendar_seconds,
    {{ seconds_between('requests.created_at', 'requests.first_response_at') }} as response_calendar_seconds,
    {{ seconds_between('requests.created_at', 'requests.first_resolved_at') }} as first_completion_calendar_seconds,
    {{ seconds_between('requests.created_at', 'requests.resolved_at') }} as completion_calendar_seconds,
    requests.contact_count,
    requests.reopened_count,
    coalesce(request_types.is_problem, false) as is_problem,
    requests.duplicate_of is not null as is_duplicate,
    requests.cancelled_at is not null as is_cancelled,
    requests.resolved_at is not null as is_completed,
    -- With success; a row that does not say is resolved when it is completed.
    coalesce(requests.is_resolved, requests.resolved_at is not null) as is_resolved,
    -- A date without a clock is due when its day is over.
    coalesce({{ end_of('requests.due_at', 'timestamp') }} <= run.as_of, false) as is_due,
    coalesce(requests.resolved_at <= {{ end_of('requests.due_at', 'timestamp') }}, false) as is_completed_on_time,
    coalesce(requests.is_automated, false) as is_automated,
    -- days, reporting time zone
    {{ local_date('requests.created_at') }} as created_on,
    {{ local_date('requests.accepted_at') }} as accepted_on,
    {{ local_date('requests.first_response_at') }} as first_response_on,
    {{ local_date('requests.first_resolved_at') }} as first_resolved_on,
    {{ local_date('requests.resolved_at') }} as resolved_on,
    {{ local_date('requests.due_at') }} as due_on,
    -- moments, UTC
    requests.created_at,
    requests.accepted_at,
    requests.first_response_at,
    requests.first_resolved_at,
    requests.resolved_at,
    requests.closed_at,
    requests.cancelled_at,
    requests.due_at,
    -- lineage
    requests.source_name,
    requests.source_file,
    requests.source_row
from requests
cross join run
left join request_types on lower(requests.request_type) = request_types.request_type
left join agents on requests.agent_id = agents.agent_id
left join agent_states
    on requests.agent_id = agent_states.agent_id
    and requests.created_at >= agent_states.valid_from_at
    and requests.created_at < agent_states.valid_to_at
left join customers on requests.customer_id = customers.customer_id
left join services on requests.service_id = services.service_id
