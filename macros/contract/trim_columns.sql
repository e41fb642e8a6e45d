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

{# A value that begins and ends with a printable ASCII character has nothing to trim, which is quick to see; trimming
   a character set is five times as dear. #}
{% macro trimmed(column) -%}
    case
        when {{ column }} >= '!' and {{ column }} < chr(127) and right({{ column }}, 1) between '!' and '~'
            then {{ column }}
        else nullif({{ without_white_space(column) }}, '')
    end
{%- endmacro %}

{% macro without_white_space(text) -%}{{ return(adapter.dispatch('without_white_space')(text)) }}{%- endmacro %}

{# chr 160 and 12288 are the no-break and the ideographic space, as spreadsheets leave them behind. #}
{% macro default__without_white_space(text) -%}
    trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288))
{%- endmacro %}

{% macro spark__without_white_space(text) -%}
    trim(both ' \t\n\r\u00a0\u3000' from {{ text }})
{%- endmacro %}
