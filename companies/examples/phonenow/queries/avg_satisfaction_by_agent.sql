-- Figure: avg_satisfaction_by_agent. Ratings are summed and counted by agent, then divided: no mean of means.
select
    scope_id as agent,
    csat_scores / csat_ratings as avg_satisfaction
from measures.ratings_by_responded
where scope_type = 'agent' and period_grain = 'year'
order by agent
