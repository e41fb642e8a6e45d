-- Grain: one row per request that was resolved once (duplicates and cancelled ones are none): whether the resolution
-- held. The window after it is the setting resolution_window_days.
{%- call partitioned_by('first_resolved_on') %}
    -- By the requests resolved on the day and whatever reaches the desk within the window after it; besides, when the
    -- window of one of them is over.
    select
        days.day as partition,
        bit_xor({{ digest(['days.content', 'days.which']) }}) || ' ' || coalesce(any_value(over.resolutions), 0) as inputs
    from (
        select *, 1 as which
        from ({{ days_of(ref('fct_service_requests'), 'first_resolved_on', 'created_on',
            ['fct_service_requests', 'fct_request_events', 'fct_request_journeys']) }}) as resolved
        where day is not null
        union all
        select cast(later.day - numbers.number as date) as day, later.content, 2 + numbers.number as which
        from (
            {{ days_of(ref('fct_service_requests'), 'created_on', 'created_on') }}
            union all
            {{ days_of(ref('fct_calls'), 'started_on', 'started_on') }}
        ) as later
        inner join (select cast(number as int) as number from {{ ref('int_numbers') }}) as numbers
            on numbers.number <= {{ var('resolution_window_days') + 1 }}
    ) as days
    left join (
        select first_resolved_on as day, count(*) as resolutions
        from {{ this }} as known
        cross join {{ ref('stg_landing__run_context') }} as run
        where known.window_ends_at <= run.as_of
        group by 1
    ) as over on days.day = over.day
    group by 1
    having count(*) filter (where days.which = 1) > 0
{%- endcall %}
{%- set window = "interval '" ~ (var('resolution_window_days') * 24) ~ "' hour" %}
with requests as (
    select * from {{ ref('fct_service_requests') }}
    where not is_duplicate
),

run as (
    select * from {{ ref('stg_landing__run_context') }}
),

resolved as (
    select
        requests.*,
        requests.first_resolved_at + {{ window }} as window_ends_at,
        coalesce(journeys.has_statuses, false) as has_statuses
    from requests
    left join {{ ref('fct_request_journeys') }} as journeys on requests.request_id = journeys.request_id
    where requests.first_resolved_at is not null and not requests.is_cancelled
        and {{ is_touched('requests.first_resolved_on') }}
),

reopened as (
    select distinct resolved.request_id
    from resolved
    inner join {{ ref('fct_request_events') }} as events
        on resolved.request_id = events.request_id
        and events.is_reopening
        and events.occurred_at >= resolved.first_resolved_at
        and events.occurred_at <= resolved.window_ends_at
),

redone as (
    select distinct resolved.request_id
    from resolved
    inner join requests as later
        on resolved.request_id = later.rework_of
        and resolved.request_id <> later.request_id
        and later.created_at >= resolved.first_resolved_at
        and later.created_at <= resolved.window_ends_at
),

contacts as (
    select
        request_id,
        customer_id,
        lower(topic) as topic,
        created_at as contacted_at
    from requests
    union all
    select
        cast(null as {{ dbt.type_string() }}) as request_id,
        customer_id,
        lower(topic) as topic,
        started_at as contacted_at
    from {{ ref('fct_calls') }}
    where is_inbound
),

asked_again as (
    select distinct resolved.request_id
    from resolved
    inner join contacts
        on resolved.customer_id = contacts.customer_id
        and lower(resolved.topic) = contacts.topic
        and contacts.contacted_at > resolved.first_resolved_at
        and contacts.contacted_at <= resolved.window_ends_at
        and resolved.request_id <> coalesce(contacts.request_id, '')
    where resolved.contact_count = 1
),

judged as (
    select
        resolved.*,
        -- Where no event tells of its statuses, the counter does.
        reopened.request_id is not null or (not resolved.has_statuses and coalesce(resolved.reopened_count > 0, false))
            as is_reopened,
        redone.request_id is not null as is_redone,
        asked_again.request_id is not null as is_asked_again
    from resolved
    left join reopened on resolved.request_id = reopened.request_id
    left join redone on resolved.request_id = redone.request_id
    left join asked_again on resolved.request_id = asked_again.request_id
)

select
    -- ids
    judged.request_id,
    -- scopes
    judged.agent_id,
    judged.team_id,
    judged.channel,
    judged.service_id,
    judged.region,
    judged.customer_segment,
    -- what it is
    judged.is_first_contact_resolvable,
    judged.is_reopened,
    judged.is_redone,
    coalesce(judged.contact_count = 1, false) and not judged.is_reopened and not judged.is_asked_again
        as is_resolved_at_first_contact,
    judged.window_ends_at <= run.as_of as is_window_over,
    -- days, reporting time zone
    judged.first_resolved_on,
    {{ local_date('judged.window_ends_at') }} as window_ended_on,
    -- moments, UTC
    judged.first_resolved_at,
    judged.window_ends_at,
    -- lineage
    judged.source_name,
    judged.source_file,
    judged.source_row
from judged
cross join run
