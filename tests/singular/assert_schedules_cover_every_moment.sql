-- Offends: a moment on days that the schedule of its row does not cover: its holidays are not known, or it began later.
{%- set durations = {
    'fct_service_requests': ['acceptance', 'response', 'first_completion', 'completion', 'handling'],
    'fct_complaints': ['acceptance', 'response', 'resolution'],
    'fct_reply_waits': ['reply'],
    'fct_handovers': ['handover'],
} %}
with covered as (
    select
        schedule_id,
        min(day) as covered_from,
        max(day) as covered_to
    from {{ ref('int_schedule_days') }}
    group by schedule_id
),

calendars as (
    select
        schedule_id,
        min(hour_at) as first_hour_at,
        max(hour_at) + interval '1' hour as next_hour_at
    from {{ ref('business_calendar') }}
    group by schedule_id
),

uncovered as (
    {%- for fact, names in durations.items() %}
    {%- set last_fact = loop.last %}
    {%- for name in names %}
    select
        schedule_id,
        '{{ fact }}' as fact,
        'an end of {{ name }}_business_seconds' as moment,
        source_file,
        source_row
    from {{ ref(fact) }}
    where {{ name }}_calendar_seconds is not null and {{ name }}_business_seconds is null
    union all
    {%- endfor %}
    {%- endfor %}
    select
        requests.schedule_id,
        'fct_service_requests' as fact,
        'created_at ' || cast(requests.created_at as {{ dbt.type_string() }}) || ' UTC' as moment,
        requests.source_file,
        requests.source_row
    from {{ ref('fct_service_requests') }} as requests
    left join calendars on requests.schedule_id = calendars.schedule_id
    where requests.schedule_id <> 'always'
        and not coalesce(
            requests.created_at >= calendars.first_hour_at and requests.created_at < calendars.next_hour_at, false
        )
)

select
    uncovered.schedule_id,
    covered.covered_from,
    covered.covered_to,
    uncovered.moment,
    uncovered.fact,
    uncovered.source_file,
    uncovered.source_row,
    'give its holiday calendar these years in public_holidays_overrides.csv, or the schedule an earlier valid_from'
        as what_to_do
from uncovered
left join covered on uncovered.schedule_id = covered.schedule_id
