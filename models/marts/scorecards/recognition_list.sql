-- Grain: one row per KPI, period grain and member to be recognised: fit to publish. Names, and no figure of anybody.
-- Agents by name only where the company says so (agent_pages); what employees say of the company is not theirs to win.
with people as (
    select
        agent_id,
        agent_name,
        team_id,
        team_name
    from {{ ref('dim_agents') }}
),

names as (
    select
        'agent' as scope_type,
        agent_id as scope_id,
        max(agent_name) as name
    from people
    group by agent_id
    union all
    select
        'team' as scope_type,
        team_id as scope_id,
        max(team_name) as name
    from people
    where team_id is not null
    group by team_id
)

select
    ranks.scope_type,
    ranks.scope_id,
    coalesce(names.name, ranks.scope_id) as name,
    ranks.period_grain,
    ranks.period_start,
    ranks.kpi_id,
    ranks.name_en,
    ranks.name_zh
from {{ ref('scorecard_ranks') }} as ranks
left join names
    on ranks.scope_type = names.scope_type
    and ranks.scope_id = names.scope_id
where
    ranks.listed = 'recognition'
    and ranks.area not in ('finance', 'people')
    {%- if not var('agent_pages') %}
    and ranks.scope_type = 'team'
    {%- endif %}
