-- Grain: one row per agent, date and dimension assessed.
with assessments as (
    {{ standing_rows('agent_assessments') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

assessments_begun as (
    select
        assessments.*,
        {{ known_member('assessments.agent_id', 'agents.agent_id', 'agents') }} as agent_member,
        {{ local_midnight('assessments.assessed_on') }} as begun_at
    from assessments
    left join agents on assessments.agent_id = agents.agent_id
)

select
    -- ids
    assessments.agent_id as assessed_agent_id,
    -- scopes
    assessments.agent_member as agent_id,
    coalesce(agent_states.team_id, 'unknown') as team_id,
    -- what it is
    lower(coalesce(assessments.dimension, 'overall')) as dimension,
    assessments.score,
    assessments.max_score,
    -- 0-1; a maximum of nothing says nothing.
    case when assessments.max_score > 0 then assessments.score / assessments.max_score end as score_share,
    -- The agent's first, second, ... in the dimension. On one day: one that names no dimension, then one that does.
    row_number() over (
        partition by assessments.agent_id, lower(coalesce(assessments.dimension, 'overall'))
        order by assessments.assessed_on, coalesce(assessments.dimension, '')
    ) as assessment_number,
    -- days, reporting time zone
    assessments.assessed_on,
    -- lineage
    assessments.source_name,
    assessments.source_file,
    assessments.source_row
from assessments_begun as assessments
left join agent_states
    on assessments.agent_member = agent_states.agent_id
    and assessments.begun_at >= agent_states.valid_from_at
    and assessments.begun_at < agent_states.valid_to_at
