{# The moment (UTC) at which a day of the company's reporting time zone begins; where clocks skip midnight, at one. #}
{% macro local_midnight(day) -%}
    {%- set zone = zone_rule(var('reporting_timezone')) -%}
    {%- set midnight = 'cast(' ~ day ~ ' as timestamp)' -%}
    {%- if zone.fixed_from is not none -%}{{ local_to_utc(midnight, zone) }}
    {%- else -%}coalesce({{ local_to_utc(midnight, zone) }}, {{ local_to_utc('(' ~ midnight ~ " + interval '1' hour)", zone) }})
    {%- endif -%}
{%- endmacro %}
