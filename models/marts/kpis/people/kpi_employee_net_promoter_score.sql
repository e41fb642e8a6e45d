-- Employee NPS 员工净推荐值: employee promoters less detractors / employee NPS responses.
-- In a group smaller than smallest_group nobody is shown: who answered what could be guessed.
{%- set is_shown = 'employee_nps_answers = 0 or employee_nps_answers >= ' ~ var('smallest_group') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    case when {{ is_shown }} then employee_nps_promoters - employee_nps_detractors end as numerator,
    case when {{ is_shown }} then employee_nps_answers end as denominator,
    employee_nps_answers as sample_size,
    case when {{ is_shown }} then employee_nps_promoters + employee_nps_detractors end as numerator_squares
from {{ ref('ratings_by_responded') }}
