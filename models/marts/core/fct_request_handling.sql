-- Grain: one row per request that has a handling (touch) time: its own, else talk, hold and wrap-up of its calls.
with requests as (
    select * from {{ ref('fct_service_requests') }}
),

calls_of_requests as (
    select
        request_id,
        sum(coalesce(connected_seconds, 0) + coalesce(wrap_up_seconds, 0)) as handling_seconds
    from {{ ref('fct_calls') }}
    where
        request_id is not null
        and (connected_seconds is not null or wrap_up_seconds is not null)
    group by request_id
)

select
    requests.request_id,
    coalesce(requests.handling_seconds, calls_of_requests.handling_seconds) as handling_seconds
from requests
left join calls_of_requests on requests.request_id = calls_of_requests.request_id
where requests.handling_seconds is not null or calls_of_requests.handling_seconds is not null
