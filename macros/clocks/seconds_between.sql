{# Calendar seconds from one moment to a later one, as a double. Null where one is missing or is a date without a
   clock (its text, kept by staging, is no longer than a date): such a moment enters no duration. #}
{% macro seconds_between(start, end) -%}
    case
        when length({{ start }}_text) > 10 and length({{ end }}_text) > 10
            then {{ elapsed_seconds(start, end) }}
    end
{%- endmacro %}

{% macro elapsed_seconds(start, end) -%}{{ return(adapter.dispatch('elapsed_seconds')(start, end)) }}{%- endmacro %}
{% macro default__elapsed_seconds(start, end) -%}
    (epoch_us({{ end }}) - epoch_us({{ start }})) / cast(1000000 as double)
{%- endmacro %}
{% macro spark__elapsed_seconds(start, end) -%}
    (unix_micros({{ end }}) - unix_micros({{ start }})) / cast(1000000 as double)
{%- endmacro %}
