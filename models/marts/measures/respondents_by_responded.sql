-- Grain: one row per period and scope. People who rated overall: one vote a person, survey and period, so every period
-- and scope is counted afresh and nothing here adds up.
with ratings as (
    select
        *,
        -- An agent and a partner of the same id are two people. Nobody known gave it: the answer is its own respondent.
        case
            when survey = 'employee'
                then coalesce(coalesce(respondent_type, 'agent') || ' ' || respondent_id, 'response ' || response_id)
            when survey = 'collaboration'
                then coalesce(coalesce(respondent_type, 'customer') || ' ' || respondent_id, 'response ' || response_id)
            else coalesce('customer ' || customer_id, 'response ' || response_id)
        end as respondent
    from {{ ref('fct_survey_responses') }}
    where is_rated and survey in ('csat', 'review', 'employee', 'collaboration') and dimension = 'overall'
),

respondents as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('ratings', 'kept.scope_type') }} as scope_id,
        ratings.survey,
        ratings.respondent,
        count(*) as answers,
        count(*) filter (where ratings.is_satisfied) as answers_satisfied,
        -- The mean of doubles: a hair's breadth below the line is on it.
        coalesce(avg(ratings.score_share) >= {{ var('satisfied_from') }} - 1e-9, false) as is_satisfied
    from ratings
    inner join {{ ref('period_days') }} as period_days on ratings.responded_on = period_days.day
    inner join {{ ref('reporting_scopes') }} as kept on period_days.period_grain = kept.period_grain
    group by
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('ratings', 'kept.scope_type') }},
        ratings.survey,
        ratings.respondent
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {%- for survey in ['csat', 'review', 'employee', 'collaboration'] %}
    count(*) filter (where survey = '{{ survey }}') as {{ survey }}_respondents,
    count(*) filter (where survey = '{{ survey }}' and is_satisfied) as {{ survey }}_respondents_satisfied,
    cast(coalesce(sum(answers) filter (where survey = '{{ survey }}'), 0) as bigint) as {{ survey }}_answers,
    cast(coalesce(sum(answers_satisfied) filter (where survey = '{{ survey }}'), 0) as bigint)
        as {{ survey }}_answers_satisfied,
    -- As many as the interval may claim where one person answers often (Kish): all of them if each answered once.
    cast(coalesce(floor(
        power(sum(answers) filter (where survey = '{{ survey }}'), 2)
        / sum(answers * answers) filter (where survey = '{{ survey }}')
    ), 0) as bigint) as {{ survey }}_answers_independent
    {{- ',' if not loop.last }}
    {%- endfor %}
from respondents
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
