-- Grain: one row per period and scope. Requests completed, dated by the day of their last resolution.
-- Rebuilt by period, besides when other agents were at work in one of its months.
{%- call partitioned_by(period_key()) %}
    {{ periods_of([
        days_of(ref('fct_service_requests'), 'resolved_on', 'created_on',
            ['fct_service_requests', 'fct_request_handling', 'fct_request_journeys']),
        'select distinct period_days.day, months.content from (select month, bit_xor(' ~ digest(['agent_id']) ~ ') as content from ('
            ~ working_months() ~ ') as agents group by month) as months inner join ' ~ ref('period_days')
            ~ " as period_days on date_trunc('month', period_days.day) = months.month",
    ]) }}
{%- endcall %}
{%- set or_problem = ' or is_problem' if var('feedback_includes_problems') else '' %}
with working_months as (
    {{ working_months() }}
),

requests as (
    select
        requests.*,
        handling.handling_seconds as touch_seconds,
        coalesce(journeys.steps_before_resolution, 0) as steps,
        request_type in ('feedback', 'suggestion'){{ or_problem }} as is_feedback,
        -- Repaired: resolved with success.
        request_type = 'fault' and is_resolved as is_repair,
        working_months.agent_id is not null as is_of_agent_at_work
    from {{ ref('fct_service_requests') }} as requests
    left join {{ ref('fct_request_handling') }} as handling on requests.request_id = handling.request_id
    left join {{ ref('fct_request_journeys') }} as journeys on requests.request_id = journeys.request_id
    left join working_months
        on requests.agent_id = working_months.agent_id
        and date_trunc('month', requests.resolved_on) = working_months.month
    where not requests.is_duplicate and requests.is_completed and {{ in_touched_days('requests.resolved_on') }}
),

daily as (
    select
        {{ day_and_scopes('resolved_on') }},
        count(*) as requests_completed,
        -- Passed on, given to another agent, put into another status.
        sum(steps) as steps_before_resolution,
        -- A moment without a clock enters no duration.
        count(completion_calendar_seconds) as requests_completed_timed,
        coalesce(sum(completion_calendar_seconds), 0) as completion_calendar_seconds,
        coalesce(sum(completion_calendar_seconds * completion_calendar_seconds), 0)
            as completion_calendar_seconds_squares,
        coalesce(sum(completion_business_seconds), 0) as completion_business_seconds,
        coalesce(sum(completion_business_seconds * completion_business_seconds), 0)
            as completion_business_seconds_squares,
        count(completion_calendar_seconds) filter (where is_feedback) as feedback_completed,
        {%- for clock in ['calendar', 'business'] %}
        coalesce(sum(completion_{{ clock }}_seconds) filter (where is_feedback), 0) as feedback_{{ clock }}_seconds,
        coalesce(sum(completion_{{ clock }}_seconds * completion_{{ clock }}_seconds) filter (where is_feedback), 0)
            as feedback_{{ clock }}_seconds_squares,
        {%- endfor %}
        count(completion_calendar_seconds) filter (where is_repair) as faults_repaired,
        {%- for clock in ['calendar', 'business'] %}
        coalesce(sum(completion_{{ clock }}_seconds) filter (where is_repair), 0) as repair_{{ clock }}_seconds,
        coalesce(sum(completion_{{ clock }}_seconds * completion_{{ clock }}_seconds) filter (where is_repair), 0)
            as repair_{{ clock }}_seconds_squares,
        {%- endfor %}
        count(touch_seconds) filter (where is_repair) as faults_handled,
        coalesce(sum(touch_seconds) filter (where is_repair), 0) as fault_handling_seconds,
        coalesce(sum(touch_seconds * touch_seconds) filter (where is_repair), 0) as fault_handling_seconds_squares,
        count(*) filter (where is_of_agent_at_work) as requests_completed_by_agents_at_work,
        count(touch_seconds) as requests_handled,
        coalesce(sum(touch_seconds), 0) as handling_seconds,
        coalesce(sum(touch_seconds * touch_seconds), 0) as handling_seconds_squares
    from requests
    group by {{ each_day_and_scope_set('resolved_on') }}
),

{{ roll_up(
    'daily',
    counts=[
        'requests_completed', 'steps_before_resolution', 'requests_completed_timed', 'feedback_completed',
        'requests_handled', 'faults_repaired', 'faults_handled', 'requests_completed_by_agents_at_work',
    ],
    amounts=[
        'completion_calendar_seconds', 'completion_calendar_seconds_squares',
        'completion_business_seconds', 'completion_business_seconds_squares',
        'feedback_calendar_seconds', 'feedback_calendar_seconds_squares',
        'feedback_business_seconds', 'feedback_business_seconds_squares',
        'handling_seconds', 'handling_seconds_squares', 'repair_calendar_seconds', 'repair_calendar_seconds_squares',
        'repair_business_seconds', 'repair_business_seconds_squares', 'fault_handling_seconds',
        'fault_handling_seconds_squares',
    ],
) }}
