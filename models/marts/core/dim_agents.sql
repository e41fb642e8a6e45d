-- Grain: one row per agent, as the latest state has it. What an agent was at some moment says dim_agent_states.
with states as (
    select * from {{ ref('dim_agent_states') }}
)

select
    agent_id,
    team_id,
    agent_name,
    team_name,
    role,
    region,
    employment_type,
    hired_on,
    left_on
from states
where valid_to_at = timestamp '9999-01-01 00:00:00'
