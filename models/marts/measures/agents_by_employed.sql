-- Grain: one row per period and scope. Agents employed on a day of the period, and those of them who were trained in
-- it: counted afresh at each period and scope. An agent who changed teams stands in both, trained where he was then.
with states as (
    select
        agent_id,
        team_id,
        greatest({{ local_date('valid_from_at') }}, hired_on) as first_day,
        least({{ local_date("valid_to_at - interval '0.000001' second") }}, left_on) as last_day
    from {{ ref('dim_agent_states') }}
),

periods as (
    select * from {{ ref('period_spans') }}
    where period_grain in ('month', 'quarter', 'year')
),

kept as (
    select * from {{ ref('reporting_scopes') }}
    where scope_type in ('company', 'team', 'agent')
),

employed as (
    select distinct
        periods.period_grain,
        periods.period_start,
        kept.scope_type,
        {{ scope_member('states', 'kept.scope_type', only=['company', 'team', 'agent']) }} as scope_id,
        states.agent_id
    from states
    inner join periods
        on states.first_day <= periods.last_day
        and states.last_day >= periods.first_day
    inner join kept on periods.period_grain = kept.period_grain
    where states.first_day <= states.last_day
),

trained as (
    select distinct
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('trainings', 'kept.scope_type', only=['company', 'team', 'agent']) }} as scope_id,
        trainings.agent_id
    from {{ ref('fct_training_records') }} as trainings
    inner join {{ ref('period_days') }} as period_days on trainings.scheduled_on = period_days.day
    inner join kept on period_days.period_grain = kept.period_grain
    where trainings.is_attended
)

select
    employed.period_grain,
    employed.period_start,
    employed.scope_type,
    employed.scope_id,
    count(*) as agents_employed,
    count(trained.agent_id) as agents_trained
from employed
left join trained
    on employed.period_grain = trained.period_grain
    and employed.period_start = trained.period_start
    and employed.scope_type = trained.scope_type
    and employed.scope_id = trained.scope_id
    and employed.agent_id = trained.agent_id
group by
    employed.period_grain,
    employed.period_start,
    employed.scope_type,
    employed.scope_id
