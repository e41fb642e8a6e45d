{# Numbers, dates and truth values from their text; null where the text is something else. #}

{# Casts alone would also take `inf`, `nan`, `1_000` and `0x10`, and make an infinity of 1e999. #}
{% macro to_number(text) -%}
    nullif(nullif(
        try_cast(case when translate({{ text }}, '0123456789+-.eE', '') = '' then {{ text }} end as double),
        cast('infinity' as double)), cast('-infinity' as double))
{%- endmacro %}

{# A whole number: 12 and 12.0 are, 12.5 is not (a plain cast would round it). #}
{% macro to_integer(text) -%}
    case
        when translate({{ text }}, '0123456789+-', '') = '' then try_cast({{ text }} as bigint)
        when {{ to_number(text) }} = floor({{ to_number(text) }}) and abs({{ to_number(text) }}) < 1e15
            then cast({{ to_number(text) }} as bigint)
    end
{%- endmacro %}

{# A date, year first. A moment in a date column gives its date as written; anything else behind a date makes it none. #}
{% macro to_date(text) -%}
    case
        when {{ text }} >= '1900' and {{ text }} < '2100' and substr({{ text }}, 5, 1) in ('-', '/')
            and (
                {{ is_local(text) }} and {{ wall_clock(text) }} is not null
                or {{ has_offset(text) }} and {{ instant(text) }} is not null
            )
            then try_cast(replace(split_part(split_part({{ text }}, ' ', 1), 'T', 1), '/', '-') as date)
    end
{%- endmacro %}

{% macro to_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', '是') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', '否') then false
    end
{%- endmacro %}
