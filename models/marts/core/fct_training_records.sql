-- Grain: one row per agent, course and date of a training that stands.
with trainings as (
    {{ standing_rows('training_records') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

trainings_begun as (
    select
        trainings.*,
        {{ known_member('trainings.agent_id', 'agents.agent_id', 'agents') }} as agent_member,
        {{ local_midnight('trainings.scheduled_on') }} as begun_at
    from trainings
    left join agents on trainings.agent_id = agents.agent_id
)

select
    -- ids
    trainings.course_id,
    -- scopes
    trainings.agent_member as agent_id,
    coalesce(agent_states.team_id, 'unknown') as team_id,
    -- what it is
    trainings.course_name,
    trainings.score_before,
    trainings.score_after,
    trainings.hours,
    trainings.reporting_cost as cost,
    trainings.cost as cost_given,
    upper(trainings.currency) as currency_given,
    coalesce(trainings.attended, false) as is_attended,
    trainings.passed as is_passed,
    -- days, reporting time zone
    trainings.scheduled_on,
    -- lineage
    trainings.source_name,
    trainings.source_file,
    trainings.source_row
from trainings_begun as trainings
left join agent_states
    on trainings.agent_member = agent_states.agent_id
    and trainings.begun_at >= agent_states.valid_from_at
    and trainings.begun_at < agent_states.valid_to_at
