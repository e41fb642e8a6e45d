-- Grain: one row per period and scope. Requests, dated by the day they were created.
with requests as (
    select
        requests.*,
        -- The time spent on it is known, and what it may take.
        handling.handling_seconds is not null and requests.standard_handling_seconds is not null as is_timed,
        handling.handling_seconds <= requests.standard_handling_seconds as is_within_standard
    from {{ ref('fct_service_requests') }} as requests
    left join {{ ref('fct_request_handling') }} as handling on requests.request_id = handling.request_id
    where not requests.is_duplicate
),

daily as (
    select
        {{ day_and_scopes('created_on') }},
        -- Received, cancelled ones too.
        count(*) as requests,
        -- The denominator of every rate over requests: a cancelled request asked for nothing in the end.
        count(*) filter (where not is_cancelled) as requests_not_cancelled,
        count(*) filter (where not is_cancelled and is_problem) as problems,
        count(*) filter (where not is_cancelled and is_problem and is_resolved) as problems_resolved,
        count(*) filter (where not is_cancelled and is_timed) as requests_timed,
        count(*) filter (where not is_cancelled and is_problem and is_resolved and is_within_standard)
            as problems_resolved_within_standard
    from requests
    group by {{ each_day_and_scope_set('created_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'requests', 'requests_not_cancelled', 'problems', 'problems_resolved', 'requests_timed',
        'problems_resolved_within_standard',
    ],
) }}
