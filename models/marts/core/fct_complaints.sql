-- Grain: one row per complaint that stands. What a complaint does not say of itself it takes from its request.
with complaints as (
    {{ standing_rows('complaints') }}
),

requests as (
    select * from {{ ref('fct_service_requests') }}
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

complaints_with_requests as (
    select
        complaints.*,
        coalesce(complaints.customer_id, requests.customer_id) as complainant_id,
        case
            when complaints.agent_id is null then coalesce(requests.agent_id, 'unknown')
            else {{ known_member('complaints.agent_id', 'agents.agent_id', 'agents') }}
        end as agent_member,
        case
            when complaints.service_id is null then coalesce(requests.service_id, 'unknown')
            else {{ known_member('complaints.service_id', 'services.service_id', 'services') }}
        end as service_member,
        coalesce(complaints.team_id, nullif(requests.team_id, 'unknown')) as given_team_id,
        coalesce(complaints.region, nullif(requests.region, 'unknown')) as given_region,
        coalesce(complaints.channel, requests.channel, 'unknown') as channel_member
    from complaints
    left join requests on complaints.request_id = requests.request_id
    left join agents on complaints.agent_id = agents.agent_id
    left join services on complaints.service_id = services.service_id
)

select
    -- ids
    complaints.complaint_id,
    complaints.complainant_id as customer_id,
    complaints.request_id,
    -- scopes
    complaints.agent_member as agent_id,
    coalesce(complaints.given_team_id, agent_states.team_id, 'unknown') as team_id,
    complaints.channel_member as channel,
    complaints.service_member as service_id,
    coalesce(complaints.given_region, customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    -- what it is
    complaints.category,
    complaints.severity,
    complaints.outcome,
    {{ seconds_between('complaints.submitted_at', 'complaints.resolved_at') }} as resolution_calendar_seconds,
    -- days, reporting time zone
    {{ local_date('complaints.submitted_at') }} as submitted_on,
    {{ local_date('complaints.resolved_at') }} as resolved_on,
    -- moments, UTC
    complaints.submitted_at,
    complaints.accepted_at,
    complaints.first_response_at,
    complaints.resolved_at,
    -- lineage
    complaints.source_name,
    complaints.source_file,
    complaints.source_row
from complaints_with_requests as complaints
left join agent_states
    on complaints.agent_member = agent_states.agent_id
    and complaints.submitted_at >= agent_states.valid_from_at
    and complaints.submitted_at < agent_states.valid_to_at
left join customers on complaints.complainant_id = customers.customer_id
