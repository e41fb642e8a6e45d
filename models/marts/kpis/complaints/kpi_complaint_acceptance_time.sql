-- Complaint acceptance time 投诉受理时间: sum of time from submission to acceptance / complaints accepted.
-- Calendar time, or business time by the setting business_time_kpis.
{%- set clock = shown_clock('complaint_acceptance_time') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    acceptance_{{ clock }}_seconds as numerator,
    complaints_accepted as denominator,
    complaints_accepted as sample_size,
    acceptance_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('complaints_by_accepted') }}
