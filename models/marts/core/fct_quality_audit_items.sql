-- Grain: one row per item judged in one audit.
with audits as (
    {{ standing_rows('quality_audits') }}
),

requests as (
    select * from {{ ref('fct_service_requests') }}
),

calls as (
    select * from {{ ref('fct_calls') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

audits_with_work as (
    select
        audits.*,
        case
            when audits.agent_id is null then coalesce(nullif(requests.agent_id, 'unknown'), calls.agent_id, 'unknown')
            else {{ known_member('audits.agent_id', 'agents.agent_id', 'agents') }}
        end as agent_member,
        coalesce(nullif(requests.team_id, 'unknown'), nullif(calls.team_id, 'unknown')) as work_team_id,
        coalesce(nullif(requests.channel, 'unknown'), calls.channel, 'unknown') as channel,
        coalesce(nullif(requests.service_id, 'unknown'), calls.service_id, 'unknown') as service_id,
        coalesce(nullif(requests.region, 'unknown'), calls.region, 'unknown') as region,
        coalesce(nullif(requests.customer_segment, 'unknown'), calls.customer_segment, 'unknown') as customer_segment
    from audits
    left join requests on audits.request_id = requests.request_id
    left join calls on audits.call_id = calls.call_id
    left join agents on audits.agent_id = agents.agent_id
)

select
    -- ids
    audits.audit_id,
    audits.item_id,
    audits.request_id,
    audits.call_id,
    audits.auditor_id,
    -- scopes
    audits.agent_member as agent_id,
    coalesce(audits.work_team_id, agent_states.team_id, 'unknown') as team_id,
    audits.channel,
    audits.service_id,
    audits.region,
    audits.customer_segment,
    -- what it is
    audits.criterion,
    audits.score,
    audits.max_score,
    audits.error_count,
    coalesce(audits.is_applicable, true) as is_applicable,
    audits.is_passed,
    coalesce(audits.is_fatal, false) as is_fatal,
    -- days, reporting time zone
    {{ local_date('audits.audited_at') }} as audited_on,
    -- moments, UTC
    audits.audited_at,
    -- lineage
    audits.source_name,
    audits.source_file,
    audits.source_row
from audits_with_work as audits
left join agent_states
    on audits.agent_member = agent_states.agent_id
    and audits.audited_at >= agent_states.valid_from_at
    and audits.audited_at < agent_states.valid_to_at
