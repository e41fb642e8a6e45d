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

{# That nothing is to trim, as with nearly all values, is quick to see; trimming a character set is five times as dear. #}
{% macro trimmed(column) -%}
    case when {{ has_bare_ends(column) }} then {{ column }} else nullif({{ without_white_space(column) }}, '') end
{%- endmacro %}

{% macro has_bare_ends(text) -%}{{ return(adapter.dispatch('has_bare_ends')(text)) }}{%- endmacro %}

{# Control characters and the blank come before `!`. #}
{% macro default__has_bare_ends(text) -%}
    {{ text }} >= '!' and not (
        starts_with({{ text }}, chr(160)) or starts_with({{ text }}, chr(12288))
        {%- for code in [32, 9, 10, 13, 160, 12288] %} or suffix({{ text }}, chr({{ code }})){% endfor -%}
    )
{%- endmacro %}

{% macro spark__has_bare_ends(text) -%}
    {{ text }} >= '!' and {{ text }} < chr(127) and right({{ text }}, 1) between '!' and '~'
{%- endmacro %}

{% macro without_white_space(text) -%}{{ return(adapter.dispatch('without_white_space')(text)) }}{%- endmacro %}

{# chr 160 and 12288 are the no-break and the ideographic space, as spreadsheets leave them behind. #}
{% macro default__without_white_space(text) -%}
    trim({{ text }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288))
{%- endmacro %}

{% macro spark__without_white_space(text) -%}
    trim(both ' \t\n\r\u00a0\u3000' from {{ text }})
{%- endmacro %}
