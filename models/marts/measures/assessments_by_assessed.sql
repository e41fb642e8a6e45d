-- Grain: one row per period and scope. Assessments of agents in single skills, dated by their day.
with assessments as (
    select
        *,
        'unknown' as channel,
        'unknown' as service_id,
        'unknown' as region,
        'unknown' as customer_segment
    from {{ ref('fct_agent_assessments') }}
    -- A maximum of nothing says nothing.
    where dimension <> 'overall' and max_score > 0
),

daily as (
    select
        {{ day_and_scopes('assessed_on') }},
        count(*) as skill_assessments,
        sum(score) as skill_points,
        sum(max_score) as skill_points_possible
    from assessments
    group by {{ each_day_and_scope_set('assessed_on') }}
),

{{ roll_up('daily', counts=['skill_assessments'], amounts=['skill_points', 'skill_points_possible']) }}
