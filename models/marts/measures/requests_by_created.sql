-- Grain: one row per period and scope. Requests, dated by the day they were created.
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate
),

daily as (
    select
        {{ day_and_scopes('created_on') }},
        -- Received, cancelled ones too.
        count(*) as requests,
        -- The denominator of every rate over requests: a cancelled request asked for nothing in the end.
        count(*) filter (where not is_cancelled) as requests_not_cancelled
    from requests
    group by {{ each_day_and_scope_set('created_on') }}
),

{{ roll_up('daily', counts=['requests', 'requests_not_cancelled']) }}
