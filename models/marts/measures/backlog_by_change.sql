-- Grain: one row per period and scope. Requests that entered the backlog or left it until as_of, dated by that day.
{%- call partitioned_by(period_key()) %}
    -- By the days on which a stretch begins or ends before as_of.
    {{ periods_of([
        days_of('(select *, ' ~ local_date('from_at') ~ ' as day from ' ~ ref('fct_request_states')
            ~ ' cross join ' ~ ref('stg_landing__run_context') ~ ' where from_at < as_of)',
            'day', 'request_created_on', ['fct_request_states', 'fct_service_requests']),
        days_of('(select *, ' ~ local_date('to_at') ~ ' as day from ' ~ ref('fct_request_states')
            ~ ' cross join ' ~ ref('stg_landing__run_context') ~ ' where to_at < as_of)',
            'day', 'request_created_on', ['fct_request_states', 'fct_service_requests']),
    ]) }}
{%- endcall %}
with states as (
    select
        states.*,
        requests.agent_id,
        requests.team_id,
        requests.channel,
        requests.service_id,
        requests.region,
        requests.customer_segment
    from {{ ref('fct_request_states') }} as states
    inner join {{ ref('fct_service_requests') }} as requests on states.request_id = requests.request_id
    where states.state <> 'resolved'
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

-- From open to paused and back a request stays in the backlog.
changes as (
    select
        states.*,
        case when states.state_before is null then 'new' else 'reopened' end as change,
        states.from_at as changed_at
    from states
    cross join run
    where coalesce(states.state_before, 'resolved') = 'resolved' and states.from_at < run.as_of
    union all
    select
        states.*,
        'closed' as change,
        states.to_at as changed_at
    from states
    cross join run
    where coalesce(states.state_after, 'resolved') = 'resolved' and states.to_at < run.as_of
),

changes_by_day as (
    select
        *,
        {{ local_date('changed_at') }} as changed_on
    from changes
    where {{ in_touched_days(local_date('changed_at')) }}
),

daily as (
    select
        {{ day_and_scopes('changed_on') }},
        count(*) filter (where change = 'new') as backlog_new,
        count(*) filter (where change = 'reopened') as backlog_reopened,
        count(*) filter (where change = 'closed') as backlog_closed
    from changes_by_day
    group by {{ each_day_and_scope_set('changed_on') }}
),

{{ roll_up('daily', counts=['backlog_new', 'backlog_reopened', 'backlog_closed']) }}
