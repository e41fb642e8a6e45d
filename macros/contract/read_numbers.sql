{# Numbers, dates and truth values from their text; null where the text is something else. #}

{# Casts alone would also take `inf`, `nan`, `1_000` and `0x10`, and make an infinity of 1e999. #}
{% macro to_number(text) -%}
    case
        when {{ reads_back(whole_number(text), text) }} then cast({{ whole_number(text) }} as double)
        when {{ matches(text, '^[-+.eE0-9]+$') }}
            then nullif(nullif(try_cast({{ text }} as double), cast('infinity' as double)), cast('-infinity' as double))
    end
{%- endmacro %}

{# A whole number: 12 and 12.0 are, 12.5 is not (a plain cast would round it). #}
{% macro to_integer(text) -%}
    case
        when {{ reads_back(whole_number(text), text) }} or {{ matches(text, '^[-+0-9]+$') }} then {{ whole_number(text) }}
        when {{ to_number(text) }} = floor({{ to_number(text) }}) and abs({{ to_number(text) }}) < 1e15
            then cast({{ to_number(text) }} as bigint)
    end
{%- endmacro %}

{% macro whole_number(text) -%}try_cast({{ text }} as bigint){%- endmacro %}

{# A date, year first, 1900 to 2099. A moment in a date column gives its date as written; anything else behind a date
   makes it none. #}
{% macro to_date(text) -%}
    case
        when {{ reads_back(plain_date(text), text) }} and {{ plain_date(text) }} >= date '1900-01-01' and {{ plain_date(text) }} < date '2100-01-01'
            then {{ plain_date(text) }}
        when {{ text }} >= '1900' and {{ text }} < '2100' and substr({{ text }}, 5, 1) in ('-', '/')
            and (
                {{ is_local(text) }} and {{ wall_clock(text) }} is not null
                or {{ has_offset(text) }} and {{ instant(text) }} is not null
            )
            then {{ plain_date("replace(split_part(split_part(" ~ text ~ ", ' ', 1), 'T', 1), '/', '-')") }}
    end
{%- endmacro %}

{% macro plain_date(text) -%}try_cast({{ text }} as date){%- endmacro %}

{% macro to_boolean(text) -%}
    case
        when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', '是') then true
        when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', '否') then false
    end
{%- endmacro %}
