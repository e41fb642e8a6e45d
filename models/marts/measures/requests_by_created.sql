-- Grain: one row per period and scope. Requests, dated by the day they were created.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([
        days_of(ref('fct_service_requests'), 'created_on', 'created_on',
            ['fct_service_requests', 'fct_request_handling', 'fct_request_journeys']),
    ]) }}
{%- endcall %}
with requests as (
    select
        requests.*,
        -- The time spent on it is known, and what it may take.
        handling.handling_seconds is not null and requests.standard_handling_seconds is not null as is_timed,
        handling.handling_seconds <= requests.standard_handling_seconds as is_within_standard,
        coalesce(journeys.is_transferred, false) as is_transferred,
        coalesce(journeys.is_escalated, false) as is_escalated
    from {{ ref('fct_service_requests') }} as requests
    left join {{ ref('fct_request_handling') }} as handling on requests.request_id = handling.request_id
    left join {{ ref('fct_request_journeys') }} as journeys on requests.request_id = journeys.request_id
    where not requests.is_duplicate and {{ in_touched_days('requests.created_on') }}
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
            as problems_resolved_within_standard,
        count(*) filter (where not is_cancelled and first_response_at is not null) as requests_replied,
        count(*) filter (where not is_cancelled and is_transferred) as requests_transferred,
        count(*) filter (where not is_cancelled and is_escalated) as requests_escalated,
        count(*) filter (where not is_cancelled and is_completed) as requests_not_cancelled_completed,
        count(*) filter (where not is_cancelled and request_type = 'fault') as faults,
        count(*) filter (where not is_cancelled and request_type = 'fault' and is_resolved) as faults_resolved,
        count(*) filter (where not is_cancelled and is_service_known) as requests_of_services,
        count(*) filter (where not is_cancelled and is_service_new) as requests_of_new_services,
        count(*) filter (where not is_cancelled and is_service_customised) as requests_of_customised_services
    from requests
    group by {{ each_day_and_scope_set('created_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'requests', 'requests_not_cancelled', 'problems', 'problems_resolved', 'requests_timed',
        'problems_resolved_within_standard', 'requests_replied', 'requests_transferred', 'requests_escalated',
        'requests_not_cancelled_completed', 'faults', 'faults_resolved', 'requests_of_services',
        'requests_of_new_services', 'requests_of_customised_services',
    ],
) }}
