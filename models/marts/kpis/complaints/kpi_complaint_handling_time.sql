-- Complaint handling time 投诉处理时间: sum of time from submission to resolution / complaints resolved.
-- Calendar time, or business time by the setting business_time_kpis.
{%- set clock = shown_clock('complaint_handling_time') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    resolution_{{ clock }}_seconds as numerator,
    complaints_resolved as denominator,
    complaints_resolved as sample_size,
    resolution_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('complaints_by_resolved') }}
