-- Figure: requests by category, which is the service of the staging model.
select
    scope_id as category,
    requests
from measures.requests_by_created
where scope_type = 'service' and period_grain = 'year'
order by requests desc
