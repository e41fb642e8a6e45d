-- Grain: one row per agent and day of a shift that stands.
with shifts as (
    {{ standing_rows('agent_shifts') }}
),

agents as (
    select agent_id from {{ ref('dim_agents') }}
),

agent_states as (
    select * from {{ ref('dim_agent_states') }}
),

shifts_begun as (
    select
        shifts.*,
        {{ known_member('shifts.agent_id', 'agents.agent_id', 'agents') }} as agent_member,
        {{ local_midnight('shifts.shift_on') }} as begun_at
    from shifts
    left join agents on shifts.agent_id = agents.agent_id
)

select
    -- scopes
    shifts.agent_member as agent_id,
    coalesce(agent_states.team_id, 'unknown') as team_id,
    -- what it is
    shifts.scheduled_seconds,
    shifts.worked_seconds,
    shifts.available_seconds,
    shifts.handling_seconds,
    coalesce(shifts.worked_seconds > 0, false) as is_worked,
    -- days, reporting time zone
    shifts.shift_on,
    -- lineage
    shifts.source_name,
    shifts.source_file,
    shifts.source_row
from shifts_begun as shifts
left join agent_states
    on shifts.agent_member = agent_states.agent_id
    and shifts.begun_at >= agent_states.valid_from_at
    and shifts.begun_at < agent_states.valid_to_at
