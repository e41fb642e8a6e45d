-- Employee satisfaction 工作满意度: agents whose mean overall rating in the period (rescaled to 0-1) is at least 0.75 / agents who answered.
-- In a group smaller than smallest_group nobody is shown: who answered what could be guessed.
{%- set is_shown = 'employee_respondents = 0 or employee_respondents >= ' ~ var('smallest_group') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    case when {{ is_shown }} then employee_respondents_satisfied end as numerator,
    case when {{ is_shown }} then employee_respondents end as denominator,
    employee_respondents as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('respondents_by_responded') }}
