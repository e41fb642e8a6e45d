-- Grain: one row per period and scope. Agents assessed overall, from where to where they came in the period: counted
-- afresh at each period; an agent belongs where his last assessment of the period does.
with assessments as (
    select
        *,
        lag(score_share) over (
            partition by assessed_agent_id
            order by assessment_number
        ) as share_before
    from {{ ref('fct_agent_assessments') }}
    where dimension = 'overall' and score_share is not null
),

agents as (
    select
        period_days.period_grain,
        period_days.period_start,
        assessments.assessed_agent_id,
        max_by(assessments.agent_id, assessments.assessment_number) as agent_id,
        max_by(assessments.team_id, assessments.assessment_number) as team_id,
        -- The last before the period; without one the first in it.
        min_by(coalesce(assessments.share_before, assessments.score_share), assessments.assessment_number)
            as opening_share,
        max_by(assessments.score_share, assessments.assessment_number) as closing_share
    from assessments
    inner join {{ ref('period_days') }} as period_days on assessments.assessed_on = period_days.day
    group by
        period_days.period_grain,
        period_days.period_start,
        assessments.assessed_agent_id
    -- Growth needs two: the agent's very first assessment says where he stands, not where he went.
    having count(assessments.share_before) > 0
)

select
    agents.period_grain,
    agents.period_start,
    kept.scope_type,
    {{ scope_member('agents', 'kept.scope_type', only=['company', 'team', 'agent']) }} as scope_id,
    count(*) as agents_assessed_twice,
    cast(sum(agents.opening_share) as double) as opening_shares,
    cast(sum(agents.closing_share) as double) as closing_shares
from agents
inner join {{ ref('reporting_scopes') }} as kept
    on agents.period_grain = kept.period_grain
    and kept.scope_type in ('company', 'team', 'agent')
group by
    agents.period_grain,
    agents.period_start,
    kept.scope_type,
    {{ scope_member('agents', 'kept.scope_type', only=['company', 'team', 'agent']) }}
