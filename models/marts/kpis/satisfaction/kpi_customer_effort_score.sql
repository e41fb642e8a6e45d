-- Customer effort score (ease) 客户省力度(CES): sum of CES ratings as (score-min)/(max-min)x100 with reversed scales turned round / CES ratings.
-- Setting customer_effort_by: the mean rating, or the share of those at or above the threshold.
{%- set effort, squares, ratings = {
    'mean': ('effort_shares', 'effort_shares_squares', 'effort_ratings_on_scale'),
    'share': ('effort_ratings_satisfied', 'effort_ratings_satisfied', 'effort_ratings'),
}[var('customer_effort_by')] %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {{ effort }} as numerator,
    {{ ratings }} as denominator,
    {{ ratings }} as sample_size,
    {{ squares }} as numerator_squares
from {{ ref('ratings_by_responded') }}
