-- Average reply time 平均响应时间: sum of waits from the first unanswered customer message to the next public reply of a person / such replies.
-- Calendar time, or business time by the setting business_time_kpis.
{%- set clock = shown_clock('average_reply_time') %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    reply_{{ clock }}_seconds as numerator,
    replies as denominator,
    replies as sample_size,
    reply_{{ clock }}_seconds_squares as numerator_squares
from {{ ref('replies_by_replied') }}
