{# The local day of a moment (UTC) in the company's reporting time zone. #}
{% macro local_date(moment) -%}
    cast({{ to_local(moment) }} as date)
{%- endmacro %}

{# The wall clock of a moment (UTC) in the company's reporting time zone. #}
{% macro to_local(moment) -%}
    {%- set zone = zone_rule(var('reporting_timezone')) -%}
    {%- set zone_name = "'" ~ zone.name ~ "'" -%}
    {%- if zone.fixed_from is not none -%}
    case
        when {{ moment }} >= timestamp '{{ zone.fixed_from }}-01-02 00:00:00'
            then {{ moment }} + interval '{{ zone.offset_seconds }}' second
        else {{ utc_to_zone(moment, zone_name) }}
    end
    {%- else -%}
    {{ utc_to_zone(moment, zone_name) }}
    {%- endif -%}
{%- endmacro %}
