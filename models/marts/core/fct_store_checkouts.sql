-- Grain: one row per checkout that stands.
with checkouts as (
    {{ standing_rows('store_checkouts') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

checkouts_attributed as (
    select
        checkouts.*,
        {{ known_member('checkouts.agent_id', 'agents.agent_id', 'agents') }} as agent_member
    from checkouts
    left join agents on checkouts.agent_id = agents.agent_id
)

select
    -- ids
    checkouts.checkout_id,
    checkouts.store_id,
    -- scopes
    checkouts.agent_member as agent_id,
    coalesce(agent_states.team_id, 'unknown') as team_id,
    coalesce(checkouts.region, 'unknown') as region,
    -- what it is
    {{ seconds_between('checkouts.queue_joined_at', 'checkouts.service_started_at') }} as queueing_seconds,
    {{ seconds_between('checkouts.service_started_at', 'checkouts.service_ended_at') }} as serving_seconds,
    -- days, reporting time zone
    {{ local_date('checkouts.queue_joined_at') }} as queue_joined_on,
    -- moments, UTC
    checkouts.queue_joined_at,
    checkouts.service_started_at,
    checkouts.service_ended_at,
    -- lineage
    checkouts.source_name,
    checkouts.source_file,
    checkouts.source_row
from checkouts_attributed as checkouts
left join agent_states
    on checkouts.agent_member = agent_states.agent_id
    and checkouts.queue_joined_at >= agent_states.valid_from_at
    and checkouts.queue_joined_at < agent_states.valid_to_at
