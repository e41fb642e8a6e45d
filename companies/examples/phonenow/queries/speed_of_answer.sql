-- Figures: avg_speed_of_answer_s, median_speed_of_answer_s, p90_speed_of_answer_s_linear.
-- Median and percentile by linear interpolation. An unanswered call has no speed of answer.
with answered_calls as (
    select epoch(answered_at - queued_at) as wait_seconds
    from core.fct_calls
    where is_answered
)

select
    avg(wait_seconds) as avg_speed_of_answer_s,
    quantile_cont(wait_seconds, 0.5) as median_speed_of_answer_s,
    quantile_cont(wait_seconds, 0.9) as p90_speed_of_answer_s_linear
from answered_calls
