-- Grain: one row per period and scope. Ratings that customers, employees, partners and third parties gave, dated by the
-- day they answered. An unanswered invitation is no rating: it never stands below a line.
{%- set dimensions = [
    'attitude', 'professionalism', 'problem_solving', 'response_speed', 'product_quality', 'price', 'environment',
    'company_image', 'relationship', 'communication', 'delivery', 'after_sales', 'personalisation', 'price_tolerance',
] %}
with ratings as (
    select * from {{ ref('fct_survey_responses') }}
    where is_rated
),

daily as (
    select
        {{ day_and_scopes('responded_on') }},
        count(*) filter (where survey = 'csat' and dimension = 'overall') as csat_ratings,
        -- The mean as people quote it, 1 to 5.
        coalesce(sum(score) filter (where survey = 'csat' and dimension = 'overall'), 0) as csat_scores,
        -- A scale without width gives no share of it, and one that ends at 0 none of its maximum.
        count(score_share) filter (where survey = 'csat' and dimension = 'overall') as csat_ratings_on_scale,
        coalesce(sum(score_share) filter (where survey = 'csat' and dimension = 'overall'), 0) as csat_shares,
        coalesce(sum(score_share * score_share) filter (where survey = 'csat' and dimension = 'overall'), 0)
            as csat_shares_squares,
        count(score_of_maximum) filter (where survey = 'csat' and dimension = 'overall') as csat_ratings_of_maximum,
        coalesce(sum(score_of_maximum) filter (where survey = 'csat' and dimension = 'overall'), 0)
            as csat_shares_of_maximum,
        coalesce(sum(score_of_maximum * score_of_maximum) filter (where survey = 'csat' and dimension = 'overall'), 0)
            as csat_shares_of_maximum_squares,
        {%- for dimension in dimensions %}
        count(*) filter (where survey = 'csat' and dimension = '{{ dimension }}') as {{ dimension }}_ratings,
        count(*) filter (where survey = 'csat' and dimension = '{{ dimension }}' and is_satisfied)
            as {{ dimension }}_ratings_satisfied,
        {%- endfor %}
        count(is_expectation_met) filter (where survey in ('csat', 'nps', 'ces', 'review')) as expectations,
        count(*) filter (where survey in ('csat', 'nps', 'ces', 'review') and is_expectation_met) as expectations_met,
        count(*) filter (where survey = 'ces' and dimension = 'overall') as effort_ratings,
        count(*) filter (where survey = 'ces' and dimension = 'overall' and is_satisfied) as effort_ratings_satisfied,
        count(score_share) filter (where survey = 'ces' and dimension = 'overall') as effort_ratings_on_scale,
        coalesce(sum(score_share) filter (where survey = 'ces' and dimension = 'overall'), 0) as effort_shares,
        coalesce(sum(score_share * score_share) filter (where survey = 'ces' and dimension = 'overall'), 0)
            as effort_shares_squares,
        {%- for survey in ['nps', 'employee_nps'] %}
        count(nps_class) filter (where survey = '{{ survey }}' and dimension = 'overall') as {{ survey }}_answers,
        count(*) filter (where survey = '{{ survey }}' and dimension = 'overall' and nps_class = 'promoter')
            as {{ survey }}_promoters,
        count(*) filter (where survey = '{{ survey }}' and dimension = 'overall' and nps_class = 'detractor')
            as {{ survey }}_detractors,
        {%- endfor %}
        count(*) filter (where survey = 'partner' and dimension = 'overall') as partner_ratings,
        count(*) filter (where survey = 'partner' and dimension = 'overall' and is_satisfied)
            as partner_ratings_satisfied,
        count(score_share) filter (where survey = 'third_party' and dimension = 'overall') as third_party_ratings,
        coalesce(sum(score_share) filter (where survey = 'third_party' and dimension = 'overall'), 0)
            as third_party_shares,
        coalesce(sum(score_share * score_share) filter (where survey = 'third_party' and dimension = 'overall'), 0)
            as third_party_shares_squares
    from ratings
    group by {{ each_day_and_scope_set('responded_on') }}
),

{%- set by_dimension = [] %}
{%- for dimension in dimensions %}
{%- do by_dimension.extend([dimension ~ '_ratings', dimension ~ '_ratings_satisfied']) %}
{%- endfor %}

{{ roll_up(
    'daily',
    counts=['csat_ratings', 'csat_ratings_on_scale', 'csat_ratings_of_maximum'] + by_dimension + [
        'expectations', 'expectations_met', 'effort_ratings', 'effort_ratings_satisfied', 'effort_ratings_on_scale', 'nps_answers',
        'nps_promoters', 'nps_detractors', 'employee_nps_answers', 'employee_nps_promoters', 'employee_nps_detractors',
        'partner_ratings', 'partner_ratings_satisfied', 'third_party_ratings',
    ],
    amounts=[
        'csat_scores', 'csat_shares', 'csat_shares_squares', 'csat_shares_of_maximum', 'csat_shares_of_maximum_squares',
        'effort_shares', 'effort_shares_squares', 'third_party_shares', 'third_party_shares_squares',
    ],
) }}
