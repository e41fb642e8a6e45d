{# Every column of an export as text without white space at its ends, empty as null; and where the row came from. #}
{% macro trim_columns(entity) %}
    {%- if execute -%}
    {%- for column in contract_of(entity).columns %}
        {{ trimmed(column.name) }} as {{ column.name }},
    {%- endfor %}
        _problem as row_problem,
        _file as source_file,
        _row as source_row,
        _line as source_line
    {%- else %} * {%- endif -%}
{% endmacro %}

{% macro trimmed(column) -%}{{ return(adapter.dispatch('trimmed')(column)) }}{%- endmacro %}

{# chr 12288 and 160 are the ideographic and the no-break space, as spreadsheets leave them behind. #}
{% macro default__trimmed(column) -%}
    nullif(trim({{ column }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)), '')
{%- endmacro %}

{% macro spark__trimmed(column) -%}
    nullif(trim(both ' \t\n\r\u00a0\u3000' from {{ column }}), '')
{%- endmacro %}
