-- Grain: one row per period and scope. Closed requests whose time to draw feedback is over, dated by the day it ended.
{%- set window = "interval '" ~ var('feedback_window_days') ~ "' day" %}
with closed as (
    select
        *,
        closed_at + {{ window }} as window_ends_at,
        {{ local_date('closed_at + ' ~ window) }} as window_ends_on
    from {{ ref('fct_service_requests') }}
    where not is_duplicate and not is_cancelled and closed_at is not null
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

feedback as (
    select
        request_id,
        responded_at as given_at,
        true as is_praise
    from {{ ref('fct_survey_responses') }}
    where is_rated and is_satisfied and survey in ('csat', 'review') and dimension = 'overall'
    union all
    select
        request_id,
        submitted_at as given_at,
        false as is_praise
    from {{ ref('fct_complaints') }}
),

feedback_in_window as (
    select
        closed.request_id,
        bool_or(feedback.is_praise) as has_praise,
        bool_or(not feedback.is_praise) as has_complaint
    from closed
    inner join feedback
        on closed.request_id = feedback.request_id
        and feedback.given_at >= closed.closed_at
        and feedback.given_at <= closed.window_ends_at
    group by closed.request_id
),

requests as (
    select
        closed.*,
        coalesce(feedback_in_window.has_praise, false) as has_praise,
        coalesce(feedback_in_window.has_complaint, false) as has_complaint
    from closed
    inner join run on closed.window_ends_at <= run.as_of
    left join feedback_in_window on closed.request_id = feedback_in_window.request_id
),

daily as (
    select
        {{ day_and_scopes('window_ends_on') }},
        count(*) as requests_closed,
        count(*) filter (where has_praise) as requests_praised,
        count(*) filter (where has_complaint) as requests_complained_of,
        count(*) filter (where has_praise or has_complaint) as requests_with_feedback
    from requests
    group by {{ each_day_and_scope_set('window_ends_on') }}
),

{{ roll_up(
    'daily',
    counts=['requests_closed', 'requests_praised', 'requests_complained_of', 'requests_with_feedback'],
) }}
