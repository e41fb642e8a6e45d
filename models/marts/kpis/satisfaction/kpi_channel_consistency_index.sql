-- Multi-channel consistency 多渠道服务一致性: lowest csat_top_box_rate among the channels / highest csat_top_box_rate among the channels.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    lowest_share as numerator,
    highest_share as denominator,
    answers as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('channels_by_responded') }}
