{# Seconds of a duration written as h:mm:ss; null where it is something else. #}
{% macro clock_seconds(text) -%}
    try_cast(split_part({{ text }}, ':', 1) as double) * 3600
    + try_cast(split_part({{ text }}, ':', 2) as double) * 60
    + try_cast(split_part({{ text }}, ':', 3) as double)
{%- endmacro %}
