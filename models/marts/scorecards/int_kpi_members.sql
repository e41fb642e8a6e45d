-- Grain: one row per KPI, period grain and team or agent that can be ranked in the latest complete period: one with a value,
-- of a KPI that is a share or a mean and better high or low. Not work without a name, nor agents who have left.
{%- set columns = [
    'scope_id', 'kpi_id', 'period_grain', 'period_start', 'value', 'sample_size', 'ci_low', 'ci_high', 'status', 'is_pilot',
] %}
with scorecards as (
    select
        'team' as scope_type,
        scope_id as team_id,
        {{ columns | join(', ') }}
    from {{ ref('scorecard_team') }}
    union all
    select
        'agent' as scope_type,
        team_id,
        {{ columns | join(', ') }}
    from {{ ref('scorecard_agent') }}
),

kpis as (
    select * from {{ ref('dim_kpi') }}
    where kind in ('proportion', 'mean') and better in ('higher', 'lower')
),

gone as (
    select
        agent_id,
        left_on
    from {{ ref('dim_agents') }}
    where left_on is not null
)

select
    scorecards.scope_type,
    scorecards.scope_id,
    scorecards.team_id,
    scorecards.period_grain,
    scorecards.period_start,
    scorecards.kpi_id,
    kpis.kind,
    kpis.scale,
    kpis.better,
    scorecards.value,
    scorecards.sample_size,
    -- Of a mean the sum of squares around it, out of its interval; one unit alone tells nothing of how units differ.
    case
        when kpis.kind = 'mean' and scorecards.sample_size > 1
            then
                power((scorecards.ci_high - scorecards.ci_low) / 2 / {{ z_95() }}, 2)
                * scorecards.sample_size * (scorecards.sample_size - 1)
    end as squares_within,
    scorecards.status,
    scorecards.is_pilot
from scorecards
inner join kpis on scorecards.kpi_id = kpis.kpi_id
left join gone
    on scorecards.scope_type = 'agent'
    and scorecards.scope_id = gone.agent_id
    and scorecards.period_start > gone.left_on
where
    scorecards.value is not null
    and scorecards.sample_size > 0
    and scorecards.scope_id <> 'unknown'
    and scorecards.period_grain in ('month', 'quarter', 'year')
    and gone.agent_id is null
