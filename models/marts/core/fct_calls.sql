-- Grain: one row per call that stands. What a call does not say of itself it takes from the request it belongs to.
{%- call partitioned_by('started_on') %}
    select
        {{ local_date('calls.started_at') }} as partition,
        count(*)
        || ' ' || bit_xor({{ digest([
            row_content('calls', 'calls'),
            'requests.customer_id', 'requests.agent_id', 'requests.service_id', 'requests.team_id', 'requests.region',
            'requests.channel', 'requests.created_on', 'agents.content', 'customers.content', 'services.service_id',
        ]) }})
        || ' ' || {{ content_as_a_whole(ref('int_exports')) }} as inputs
    from ({{ standing_rows('calls') }}) as calls
    left join {{ ref('fct_service_requests') }} as requests on calls.request_id = requests.request_id
    left join ({{ content_by('agent_id', ref('dim_agent_states')) }}) as agents
        on coalesce(calls.agent_id, requests.agent_id) = agents.agent_id
    left join ({{ content_by('customer_id', ref('dim_customers')) }}) as customers
        on coalesce(calls.customer_id, requests.customer_id) = customers.customer_id
    left join {{ ref('dim_services') }} as services on calls.service_id = services.service_id
    group by 1
{%- endcall %}
with calls as (
    select * from ({{ standing_rows('calls') }}) as standing
    where {{ is_touched(local_date('started_at')) }}
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

calls_with_requests as (
    select
        calls.*,
        coalesce(calls.customer_id, requests.customer_id) as caller_id,
        case
            when calls.agent_id is null then coalesce(requests.agent_id, 'unknown')
            else {{ known_member('calls.agent_id', 'agents.agent_id', 'agents') }}
        end as agent_member,
        case
            when calls.service_id is null then coalesce(requests.service_id, 'unknown')
            else {{ known_member('calls.service_id', 'services.service_id', 'services') }}
        end as service_member,
        nullif(requests.team_id, 'unknown') as request_team_id,
        nullif(requests.region, 'unknown') as request_region,
        coalesce(requests.channel, 'unknown') as channel,
        requests.created_on as request_created_on,
        coalesce(calls.outcome = 'answered', calls.answered_at is not null) as is_answered,
        coalesce(calls.direction, 'inbound') = 'inbound' as is_inbound,
        -- The menu is not waiting.
        coalesce(calls.queued_at, calls.started_at) as waiting_from_at,
        case when calls.queued_at is not null then calls.queued_at_text else calls.started_at_text end
            as waiting_from_at_text
    from calls
    left join requests on calls.request_id = requests.request_id
    left join agents on calls.agent_id = agents.agent_id
    left join services on calls.service_id = services.service_id
)

select
    -- ids
    calls.call_id,
    calls.caller_id as customer_id,
    calls.request_id,
    -- scopes
    calls.agent_member as agent_id,
    coalesce(calls.request_team_id, agent_states.team_id, 'unknown') as team_id,
    calls.channel,
    calls.service_member as service_id,
    coalesce(calls.request_region, customers.region, 'unknown') as region,
    coalesce(customers.customer_segment, 'unknown') as customer_segment,
    -- what it is
    calls.queue,
    calls.topic,
    coalesce(calls.direction, 'inbound') as direction,
    calls.outcome,
    calls.hold_seconds,
    calls.wrap_up_seconds,
    -- In the queue: until it was answered; without an answer until it ended.
    case
        when calls.is_answered then {{ seconds_between('calls.waiting_from_at', 'calls.answered_at') }}
        else {{ seconds_between('calls.waiting_from_at', 'calls.ended_at') }}
    end as waiting_seconds,
    -- Talk and hold; null unless the call was answered and has ended.
    case
        when calls.is_answered then {{ seconds_between('calls.answered_at', 'calls.ended_at') }}
    end as connected_seconds,
    calls.is_inbound,
    calls.is_answered,
    -- Reached the queue.
    calls.is_inbound
    and (calls.queued_at is not null or coalesce(calls.outcome in ('answered', 'abandoned', 'missed'), false))
        as is_offered,
    calls.is_inbound and coalesce(calls.outcome = 'abandoned', false) as is_abandoned,
    coalesce(calls.is_transferred, false) as is_transferred,
    calls.is_resolved,
    -- days, reporting time zone
    {{ local_date('calls.started_at') }} as started_on,
    calls.request_created_on,
    -- moments, UTC
    calls.started_at,
    calls.queued_at,
    calls.answered_at,
    calls.ended_at,
    -- lineage
    calls.source_name,
    calls.source_file,
    calls.source_row
from calls_with_requests as calls
left join agent_states
    on calls.agent_member = agent_states.agent_id
    and calls.started_at >= agent_states.valid_from_at
    and calls.started_at < agent_states.valid_to_at
left join customers on calls.caller_id = customers.customer_id
