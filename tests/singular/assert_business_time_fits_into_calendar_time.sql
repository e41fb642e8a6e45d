-- Offends: a duration that is longer in business time than in calendar time, or shorter than nothing.
{%- set durations = {
    'fct_service_requests': ['acceptance', 'response', 'first_completion', 'completion', 'handling'],
    'fct_complaints': ['acceptance', 'response', 'resolution'],
    'fct_reply_waits': ['reply'],
    'fct_handovers': ['handover'],
} %}
with durations as (
    {%- for fact, names in durations.items() %}
    {%- set last_fact = loop.last %}
    {%- for name in names %}
    select
        '{{ fact }}' as fact,
        '{{ name }}' as duration,
        schedule_id,
        source_file,
        source_row,
        {{ name }}_business_seconds as business_seconds,
        {{ name }}_calendar_seconds as calendar_seconds
    from {{ ref(fact) }}
    {{- ' union all' if not (last_fact and loop.last) }}
    {%- endfor %}
    {%- endfor %}
)

select *
from durations
where business_seconds < 0
    or business_seconds > calendar_seconds
    -- The schedule that is always open.
    or (schedule_id = 'always' and business_seconds <> calendar_seconds)
