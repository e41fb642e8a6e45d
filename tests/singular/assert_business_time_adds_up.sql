-- Offends: a request whose acceptance and handling, in business time, are not its completion; and one on a schedule that is
-- open in every minute whose business time is not calendar time.
with requests as (
    select * from {{ ref('fct_service_requests') }}
),

never_shut as (
    select schedule_id
    from {{ ref('business_calendar') }}
    group by schedule_id
    having min(open_minutes) = {{ whole_hour() }} and max(open_minutes) = {{ whole_hour() }}
)

select
    requests.request_id,
    requests.schedule_id,
    requests.acceptance_business_seconds,
    requests.handling_business_seconds,
    requests.completion_business_seconds,
    requests.completion_calendar_seconds
from requests
left join never_shut on requests.schedule_id = never_shut.schedule_id
where
    -- Sums of doubles.
    abs(
        requests.acceptance_business_seconds + requests.handling_business_seconds - requests.completion_business_seconds
    ) > 1e-6
    or (
        never_shut.schedule_id is not null
        and requests.completion_business_seconds <> requests.completion_calendar_seconds
    )
