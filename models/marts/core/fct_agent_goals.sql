-- Grain: one row per personal goal or improvement plan.
with goals as (
    {{ standing_rows('agent_goals') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

goals_begun as (
    select
        goals.*,
        {{ known_member('goals.agent_id', 'agents.agent_id', 'agents') }} as agent_member,
        {{ local_midnight('goals.set_on') }} as begun_at
    from goals
    left join agents on goals.agent_id = agents.agent_id
)

select
    -- ids
    goals.goal_id,
    -- scopes
    goals.agent_member as agent_id,
    coalesce(agent_states.team_id, 'unknown') as team_id,
    -- what it is
    goals.kind,
    goals.target_value,
    goals.actual_value,
    -- Due when the whole of its day is over.
    {{ local_midnight('goals.due_on + 1') }} <= run.as_of as is_due,
    coalesce(goals.completed_on <= goals.due_on, false) as is_completed_on_time,
    -- days, reporting time zone
    goals.set_on,
    goals.due_on,
    goals.completed_on,
    -- lineage
    goals.source_name,
    goals.source_file,
    goals.source_row
from goals_begun as goals
cross join run
left join agent_states
    on goals.agent_member = agent_states.agent_id
    and goals.begun_at >= agent_states.valid_from_at
    and goals.begun_at < agent_states.valid_to_at
