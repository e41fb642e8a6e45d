-- Figure: requests by channel.
select
    scope_id as channel,
    requests
from measures.requests_by_created
where scope_type = 'channel' and period_grain = 'year'
order by requests desc
