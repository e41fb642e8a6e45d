-- Figures: calls_abandoned, abandonment_rate, resolution_rate_of_all, resolution_rate_of_answered, date_range.
-- Two rates of resolution are quoted of this sheet. Unanswered calls are never resolved: they are in the first
-- denominator and not in the second.
select
    count(*) filter (where not is_answered) as calls_abandoned,
    count(*) filter (where not is_answered) / count(*) as abandonment_rate,
    count(*) filter (where is_resolved) / count(*) as resolution_rate_of_all,
    count(*) filter (where is_resolved) / count(*) filter (where is_answered) as resolution_rate_of_answered,
    [cast(min(started_on) as varchar), cast(max(started_on) as varchar)] as date_range
from core.fct_calls
