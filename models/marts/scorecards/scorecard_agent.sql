-- Grain: one row per agent, KPI and period grain: its latest complete period.
with agents as (
    {{ scorecard('agent') | indent(4) }}
)

select
    agents.scope_id,
    -- The team that the agent is in now: whose leader may see the row.
    coalesce(people.team_id, 'unknown') as team_id,
    agents.period_grain,
    agents.period_start,
    agents.kpi_id,
    agents.name_en,
    agents.name_zh,
    agents.area,
    agents.unit,
    agents.better,
    agents.numerator,
    agents.denominator,
    agents.value,
    agents.sample_size,
    agents.ci_low,
    agents.ci_high,
    agents.previous_value,
    agents.value_change,
    agents.year_ago_value,
    agents.target,
    agents.target_to,
    agents.benchmark,
    agents.status,
    agents.is_provisional,
    agents.is_pilot
from agents
left join {{ ref('dim_agents') }} as people on agents.scope_id = people.agent_id
