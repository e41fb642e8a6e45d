-- Grain: one row per period and scope. Customers who gave an overall CSAT rating: one vote a customer and period,
-- so every period and scope is counted afresh and nothing here adds up.
with ratings as (
    select
        *,
        -- Nobody known gave it: the answer is its own customer.
        coalesce('customer ' || customer_id, 'response ' || response_id) as voter
    from {{ ref('fct_survey_responses') }}
    where is_rated and survey = 'csat' and dimension = 'overall'
),

voters as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('ratings', 'kept.scope_type') }} as scope_id,
        ratings.voter,
        avg(ratings.score_share) as mean_score_share
    from ratings
    inner join {{ ref('period_days') }} as period_days on ratings.responded_on = period_days.day
    inner join {{ ref('reporting_scopes') }} as kept on period_days.period_grain = kept.period_grain
    group by
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('ratings', 'kept.scope_type') }},
        ratings.voter
)

select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    count(*) as customers_rating,
    -- The mean of doubles: a hair's breadth below the line is on it.
    count(*) filter (where mean_score_share >= {{ var('satisfied_from') }} - 1e-9) as customers_satisfied
from voters
group by
    period_grain,
    period_start,
    scope_type,
    scope_id
