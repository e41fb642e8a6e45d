-- Figures: requests, and the mean time to the first response. Requests with impossible times are rejected and in none.
select
    count(*) as requests,
    avg(epoch(first_response_at - created_at)) as mean_first_response_seconds
from core.fct_service_requests
