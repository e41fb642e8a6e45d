-- Customer satisfaction score 客户满意度评分: customers whose mean overall CSAT rating in the period (rescaled to 0-1) is at least 0.75 / customers who gave an overall CSAT rating in the period.
{%- set unit = 'answers' if var('customer_satisfaction_by') == 'response' else 'respondents' %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    csat_{{ unit }}_satisfied as numerator,
    csat_{{ unit }} as denominator,
    {{ 'csat_answers_independent' if unit == 'answers' else 'csat_respondents' }} as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('respondents_by_responded') }}
