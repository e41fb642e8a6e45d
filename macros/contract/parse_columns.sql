{# Every column of an export in its type. A typed column keeps its text beside it as <column>_text, so that
   judge() can tell what was not there from what could not be read, and a date from a moment. #}
{% macro parse_columns(entity, source_name='standard') %}
    {%- if execute -%}
    {%- set zone = zone_rule(var('source_timezones')[source_name]) -%}
    {%- for column in contract_of(entity).columns %}
        {%- if column.type == 'text' %}
        {{ 'lower(' ~ column.name ~ ')' if column['values'] else column.name }} as {{ column.name }},
        {%- else %}
        {{ read_value(column.name, column.type, zone) }} as {{ column.name }},
        {{ column.name }} as {{ column.name }}_text,
        {%- endif %}
    {%- endfor %}
        row_problem,
        source_file,
        source_row,
        source_line
    {%- else %} * {%- endif -%}
{% endmacro %}

{# One value: its text (trimmed) in its type, null where it cannot be read. #}
{% macro read_value(text, type, zone) -%}
    {%- if type == 'timestamp' -%}{{ to_utc(text, zone) }}
    {%- elif type == 'date' -%}{{ to_date(text) }}
    {%- elif type == 'number' -%}{{ to_number(text) }}
    {%- elif type == 'integer' -%}{{ to_integer(text) }}
    {%- elif type == 'boolean' -%}{{ to_boolean(text) }}
    {%- else -%}{{ exceptions.raise_compiler_error(type ~ " is no type of the contract (" ~ text ~ ")") }}
    {%- endif -%}
{%- endmacro %}
