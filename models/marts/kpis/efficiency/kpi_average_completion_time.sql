-- Average completion time 完成服务请求的平均时间: sum of time from creation to the last resolution / requests completed.
-- Setting completion_time_to: the last resolution or the first. Calendar time, or business time by business_time_kpis.
{%- set clock = shown_clock('average_completion_time') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    {%- if var('completion_time_to') == 'first_resolution' %}
    first_completion_{{ clock }}_seconds as numerator,
    requests_first_completed as denominator,
    requests_first_completed as sample_size,
    first_completion_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('requests_by_first_resolved') }}
    {%- else %}
    completion_{{ clock }}_seconds as numerator,
    requests_completed_timed as denominator,
    requests_completed_timed as sample_size,
    completion_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('requests_by_resolved') }}
    {%- endif %}
