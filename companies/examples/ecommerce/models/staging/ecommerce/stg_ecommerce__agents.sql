-- Grain: one row per row of the customer support file, read as a copy of what is known of its agent.
-- The file is no list of agents: each of its rows repeats the agent's supervisor. The last copy stands, the others
-- are superseded. Names are the only ids there are: two agents of one name would be one.
with file as (
    select * from {{ source('ecommerce', 'customer_support') }}
),

renamed as (
    select
        "Agent_name" as agent_id,
        null as valid_from,
        "Agent_name" as agent_name,
        -- A supervisor works under several managers; an agent has one supervisor: that is the team.
        "Supervisor" as team_id,
        "Supervisor" as team_name,
        null as role,
        null as region,
        null as employment_type,
        null as hired_on,
        null as left_on,
        null as hourly_cost,
        null as updated_at,
        null as is_deleted,
        _problem,
        _file,
        _row,
        _line
    from file
),

{{ read_and_judge('agents', 'renamed', source_name='ecommerce') }}
