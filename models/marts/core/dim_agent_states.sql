-- Grain: one row per agent and state (team, role, contract), with the moments between which it held.
with agents as (
    {{ standing_rows('agents') }}
)

select
    agent_id,
    coalesce(team_id, 'unknown') as team_id,
    agent_name,
    team_name,
    role,
    region,
    employment_type,
    hourly_cost,
    hired_on,
    left_on,
    -- No valid_from: since ever.
    coalesce(valid_from, timestamp '1900-01-01 00:00:00') as valid_from_at,
    coalesce(
        lead(coalesce(valid_from, timestamp '1900-01-01 00:00:00')) over (
            partition by agent_id
            order by coalesce(valid_from, timestamp '1900-01-01 00:00:00'), source_file, source_row
        ),
        timestamp '9999-01-01 00:00:00'
    ) as valid_to_at,
    source_name,
    source_file,
    source_row
from agents
