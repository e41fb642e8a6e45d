-- Customer effort score (ease) 客户省力度(CES): sum of CES ratings as (score-min)/(max-min)x100 with reversed scales turned round / CES ratings.
-- Setting customer_effort_by: the mean rating, or the share of those at or above the threshold.
{%- set effort = 'effort_ratings_satisfied' if var('customer_effort_by') == 'share' else 'effort_shares' %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {{ effort }} as numerator,
    effort_ratings as denominator,
    effort_ratings as sample_size,
    {{ effort if var('customer_effort_by') == 'share' else 'effort_shares_squares' }} as numerator_squares
from {{ ref('ratings_by_responded') }}
