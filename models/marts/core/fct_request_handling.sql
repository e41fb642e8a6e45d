-- Grain: one row per request that has a handling (touch) time: its own, else talk, hold and wrap-up of its calls.
{%- call partitioned_by('request_created_on') %}
    -- Besides, by the calls of its requests.
    select
        followed.partition,
        followed.inputs || ' ' || coalesce(calls.content, 0) as inputs
    from ({{ follows(['fct_service_requests']) }}) as followed
    left join (
        select
            cast(days.day as varchar) as partition,
            days.content
        from ({{ days_of(ref('fct_calls'), 'request_created_on', 'started_on') }}) as days
    ) as calls on followed.partition = calls.partition
{%- endcall %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where {{ is_touched('created_on') }}
),

calls_of_requests as (
    select
        request_id,
        sum(coalesce(connected_seconds, 0) + coalesce(wrap_up_seconds, 0)) as handling_seconds
    from {{ ref('fct_calls') }}
    where
        request_id is not null
        and {{ is_touched('request_created_on') }}
        and (connected_seconds is not null or wrap_up_seconds is not null)
    group by request_id
)

select
    requests.request_id,
    coalesce(requests.handling_seconds, calls_of_requests.handling_seconds) as handling_seconds,
    -- days, reporting time zone
    requests.created_on as request_created_on
from requests
left join calls_of_requests on requests.request_id = calls_of_requests.request_id
where requests.handling_seconds is not null or calls_of_requests.handling_seconds is not null
