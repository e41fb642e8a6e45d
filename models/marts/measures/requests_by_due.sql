-- Grain: one row per period and scope. Requests whose due time is over, dated by the day they were due.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([
        days_of(ref('fct_service_requests'), 'due_on', 'created_on',
            ['fct_service_requests', 'fct_request_journeys']),
    ]) }}
{%- endcall %}
with requests as (
    select
        requests.*,
        -- Two agents at least worked on it.
        coalesce(journeys.agents_at_work >= 2, false) as is_shared
    from {{ ref('fct_service_requests') }} as requests
    left join {{ ref('fct_request_journeys') }} as journeys on requests.request_id = journeys.request_id
    where not requests.is_duplicate and not requests.is_cancelled and requests.is_due
        and {{ in_touched_days('requests.due_on') }}
),

daily as (
    select
        {{ day_and_scopes('due_on') }},
        count(*) as requests_due,
        -- One that is open, or open again, is in requests_due and not here.
        count(*) filter (where is_completed_on_time) as requests_completed_on_time,
        count(*) filter (where is_shared) as shared_requests_due,
        count(*) filter (where is_shared and is_completed_on_time) as shared_requests_completed_on_time,
        count(*) filter (where request_type = 'project') as projects_due,
        count(*) filter (where request_type = 'project' and is_completed_on_time) as projects_completed_on_time
    from requests
    group by {{ each_day_and_scope_set('due_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'requests_due', 'requests_completed_on_time', 'shared_requests_due', 'shared_requests_completed_on_time',
        'projects_due', 'projects_completed_on_time',
    ],
) }}
