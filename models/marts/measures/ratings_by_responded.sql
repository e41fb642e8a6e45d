-- Grain: one row per period and scope. Ratings that customers gave, dated by the day they answered.
-- An unanswered invitation is no rating: it never stands below a line.
with ratings as (
    select * from {{ ref('fct_survey_responses') }}
    where is_rated
),

daily as (
    select
        {{ day_and_scopes('responded_on') }},
        count(*) filter (where survey = 'csat' and dimension = 'overall') as csat_ratings,
        -- The mean as people quote it, 1 to 5.
        coalesce(sum(score) filter (where survey = 'csat' and dimension = 'overall'), 0) as csat_scores
    from ratings
    group by {{ each_day_and_scope_set('responded_on') }}
),

{{ roll_up('daily', counts=['csat_ratings'], amounts=['csat_scores']) }}
