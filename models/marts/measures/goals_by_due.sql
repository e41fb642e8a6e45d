-- Grain: one row per period and scope. Personal goals and improvement plans whose due day is over, dated by that day.
with goals as (
    select * from {{ ref('fct_agent_goals') }}
    where is_due
)

select
    period_days.period_grain,
    period_days.period_start,
    kept.scope_type,
    {{ scope_member('goals', 'kept.scope_type', only=['company', 'team', 'agent']) }} as scope_id,
    count(*) filter (where goals.kind = 'goal') as goals_due,
    count(*) filter (where goals.kind = 'goal' and goals.is_completed_on_time) as goals_completed_on_time,
    count(*) filter (where goals.kind = 'improvement_plan') as plans_due,
    count(*) filter (where goals.kind = 'improvement_plan' and goals.is_completed_on_time) as plans_completed_on_time
from goals
inner join {{ ref('period_days') }} as period_days on goals.due_on = period_days.day
inner join {{ ref('reporting_scopes') }} as kept
    on period_days.period_grain = kept.period_grain
    and kept.scope_type in ('company', 'team', 'agent')
group by
    period_days.period_grain,
    period_days.period_start,
    kept.scope_type,
    {{ scope_member('goals', 'kept.scope_type', only=['company', 'team', 'agent']) }}
