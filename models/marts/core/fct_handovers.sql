-- Grain: one row per handover: from a transfer to the first work on the request by somebody else than the agent before.
-- Transfers that follow one another before anybody works are one handover; what nobody took up is none yet.
{%- call partitioned_by('request_created_on') %}
    {{ follows(['fct_service_requests', 'fct_request_events'], as_a_whole=[ref('dim_agents'), ref('dim_agent_states')]) }}
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate and {{ is_touched('created_on') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

events as (
    select
        *,
        sum(case when is_action then 1 else 0 end) over (partition by request_id order by event_number)
            as actions_so_far
    from {{ ref('fct_request_events') }}
    where (is_action or is_transfer) and {{ is_touched('request_created_on') }}
),

actions as (
    select
        request_id,
        actions_so_far as action_number,
        actor_id,
        occurred_at,
        is_occurred_timed
    from events
    where is_action
),

transfers as (
    select
        request_id,
        actions_so_far,
        min(event_number) as event_number,
        min_by(occurred_at, event_number) as transferred_at,
        min_by(is_occurred_timed, event_number) as is_transferred_timed,
        min_by(case when actor_type = 'agent' then coalesce(actor_id, '') else '' end, event_number) as passed_on_by
    from events
    where is_transfer
    group by
        request_id,
        actions_so_far
),

transfers_with_agent as (
    select
        transfers.*,
        coalesce(nullif(transfers.passed_on_by, ''), last_action.actor_id) as agent_before_id
    from transfers
    left join actions as last_action
        on transfers.request_id = last_action.request_id
        and transfers.actions_so_far = last_action.action_number
),

handovers as (
    select
        transfers.request_id,
        transfers.event_number,
        transfers.transferred_at,
        transfers.is_transferred_timed,
        transfers.agent_before_id,
        min_by(actions.actor_id, actions.action_number) as taken_by_id,
        min_by(actions.occurred_at, actions.action_number) as taken_up_at,
        min_by(actions.is_occurred_timed, actions.action_number) as is_taken_up_timed
    from transfers_with_agent as transfers
    inner join actions
        on transfers.request_id = actions.request_id
        and transfers.actions_so_far < actions.action_number
        and coalesce(transfers.agent_before_id <> actions.actor_id, true)
    group by
        transfers.request_id,
        transfers.event_number,
        transfers.transferred_at,
        transfers.is_transferred_timed,
        transfers.agent_before_id
),

handovers_of_requests as (
    select
        handovers.*,
        {{ known_member('handovers.taken_by_id', 'agents.agent_id', 'agents') }} as agent_member,
        nullif(requests.team_id, 'unknown') as request_team_id,
        requests.channel,
        requests.service_id,
        requests.region,
        requests.customer_segment,
        requests.schedule_id,
        requests.schedule_number,
        requests.created_on as request_created_on,
        requests.source_name,
        requests.source_file,
        requests.source_row,
        case when handovers.is_transferred_timed and handovers.is_taken_up_timed then handovers.transferred_at end
            as transferred_timed_at,
        case when handovers.is_transferred_timed and handovers.is_taken_up_timed then handovers.taken_up_at end
            as taken_up_timed_at
    from handovers
    inner join requests on handovers.request_id = requests.request_id
    left join agents on handovers.taken_by_id = agents.agent_id
),

handovers_clocked as (
    select
        handovers.*,
        {{ business_clock('transferred_hour', 'handovers.schedule_number', 'handovers.transferred_timed_at') }}
            as transferred_clock,
        {{ business_clock('taken_up_hour', 'handovers.schedule_number', 'handovers.taken_up_timed_at') }} as taken_up_clock
    from handovers_of_requests as handovers
    {{ from_business_hour('transferred_hour', 'handovers.schedule_number', 'handovers.transferred_timed_at') }}
    {{ from_business_hour('taken_up_hour', 'handovers.schedule_number', 'handovers.taken_up_timed_at') }}
)

select
    -- ids
    handovers.request_id,
    handovers.event_number,
    handovers.agent_before_id,
    -- scopes: the agent is who took it up
    handovers.agent_member as agent_id,
    coalesce(handovers.request_team_id, agent_states.team_id, 'unknown') as team_id,
    handovers.channel,
    handovers.service_id,
    handovers.region,
    handovers.customer_segment,
    -- what it is
    handovers.schedule_id,
    {{ elapsed_seconds('handovers.transferred_timed_at', 'handovers.taken_up_timed_at') }} as handover_calendar_seconds,
    {{ business_seconds('handovers.transferred_clock', 'handovers.taken_up_clock') }} as handover_business_seconds,
    -- days, reporting time zone
    {{ local_date('handovers.taken_up_at') }} as taken_up_on,
    handovers.request_created_on,
    -- moments, UTC
    handovers.transferred_at,
    handovers.taken_up_at,
    -- lineage: the request's
    handovers.source_name,
    handovers.source_file,
    handovers.source_row
from handovers_clocked as handovers
left join agent_states
    on handovers.agent_member = agent_states.agent_id
    and handovers.taken_up_at >= agent_states.valid_from_at
    and handovers.taken_up_at < agent_states.valid_to_at
