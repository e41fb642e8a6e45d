-- Average service rating 服务质量评分: sum of overall CSAT ratings as (score-min)/(max-min)x100 / overall CSAT ratings.
-- Setting service_rating_of: where a score lies between the ends of its scale, or its share of the highest (百分制).
{%- set shares, ratings = {
    'range': ('csat_shares', 'csat_ratings_on_scale'),
    'maximum': ('csat_shares_of_maximum', 'csat_ratings_of_maximum'),
}[var('service_rating_of')] %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {{ shares }} as numerator,
    {{ ratings }} as denominator,
    {{ ratings }} as sample_size,
    {{ shares }}_squares as numerator_squares
from {{ ref('ratings_by_responded') }}
