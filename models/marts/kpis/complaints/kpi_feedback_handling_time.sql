-- Feedback handling time 客户反馈处理时效: sum of time from creation to resolution of requests of type feedback or suggestion / such requests resolved.
-- Calendar time, or business time by the setting business_time_kpis.
{%- set clock = shown_clock('feedback_handling_time') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    feedback_{{ clock }}_seconds as numerator,
    feedback_completed as denominator,
    feedback_completed as sample_size,
    feedback_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('requests_by_resolved') }}
