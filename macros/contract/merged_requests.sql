{# Requests that were merged into another one: duplicates of it. #}
{% macro merged_requests() -%}
    select
        request_id,
        max(to_value) as merged_into
    from ({{ standing_rows('request_events') }}) as events
    where event_type = 'merged' and to_value <> request_id
    group by request_id
{%- endmacro %}
