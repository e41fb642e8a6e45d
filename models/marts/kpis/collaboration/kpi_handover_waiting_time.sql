-- Handover waiting time 协作交接等待时间: sum of waits from a transfer to the first reply or status change of an agent other than the one before / transfers acted on.
-- Calendar time, or business time by the setting business_time_kpis.
{%- set clock = shown_clock('handover_waiting_time') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    handover_{{ clock }}_seconds as numerator,
    handovers as denominator,
    handovers as sample_size,
    handover_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('handovers_by_taken_up') }}
