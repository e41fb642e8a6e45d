{# Reads moments from text. ISO 8601, year first, 1970 to 2099; with an offset at its end a moment is that instant,
   without one it is local in the source's time zone. #}

{# What trim_columns() gave, and for each moment of the export its local time: <column>_wall. A text that the engine
   would write so itself, as nearly all are, is quick to see; a pattern is only asked about the others. #}
{% macro read_clocks(entity) %}
    {%- if execute %}
        trimmed.*
        {%- for column in contract_of(entity).columns if column.type == 'timestamp' %},
        case
            when {{ reads_back(wall_clock(column.name), column.name) }} and {{ is_in_range(wall_clock(column.name)) }} then {{ wall_clock(column.name) }}
            when {{ has_year(column.name) }} and {{ is_local(column.name) }} then {{ wall_clock(column.name) }}
        end as {{ column.name }}_wall
        {%- endfor %}
    {%- else %} * {% endif -%}
{% endmacro %}

{# Whether a value, written as text, is the text that it was read from. #}
{% macro reads_back(value, text) -%}
    cast({{ value }} as {{ dbt.type_string() }}) = {{ text }}
{%- endmacro %}

{% macro is_in_range(moment) -%}
    {{ moment }} >= timestamp '1970-01-01 00:00:00' and {{ moment }} < timestamp '2100-01-01 00:00:00'
{%- endmacro %}

{% macro has_year(text) -%}
    {{ text }} >= '1970' and {{ text }} < '2100' and substr({{ text }}, 5, 1) in ('-', '/')
{%- endmacro %}

{% macro is_local(text) -%}
    {{ matches(text, '^[-/0-9]+([ T][0-9]+:[0-9]+(:[0-9.]+)?)?$') }}
{%- endmacro %}

{% macro has_offset(text) -%}
    {{ matches(text, ':[0-9.]+ ?([zZ]|[-+]([01][0-9]|2[0-3])(:?[0-5][0-9])?)$') }}
{%- endmacro %}

{# A moment in UTC. Null: not a timestamp, or a local time that the clocks skipped. #}
{% macro to_utc(column, zone) -%}
    case
        when {{ column }}_wall is not null then {{ local_to_utc(column ~ '_wall', zone) }}
        when {{ has_year(column) }} and {{ has_offset(column) }} then {{ instant(column) }}
    end
{%- endmacro %}

{# A local time in UTC. #}
{% macro local_to_utc(local, zone) -%}
    {%- if zone.fixed_from is not none -%}
    case
        when {{ local }} >= timestamp '{{ zone.fixed_from }}-01-01 00:00:00'
            then {{ local }} - interval '{{ zone.offset_seconds }}' second
        else {{ local_to_utc_by_table(local, zone) }}
    end
    {%- else -%}
    {{ local_to_utc_by_table(local, zone) }}
    {%- endif -%}
{%- endmacro %}

{% macro local_to_utc_by_table(local, zone) -%}
    {%- set utc = zone_to_utc(local, zone.name) -%}
    {%- set zone_name = "'" ~ zone.name ~ "'" -%}
    case
        {%- for shift in zone.shifts %}
        when {{ utc_to_zone('(' ~ utc ~ ' - interval ' ~ "'" ~ shift ~ "' second)", zone_name) }} = {{ local }}
            then {{ utc }} - interval '{{ shift }}' second
        {%- endfor %}
        when {{ utc_to_zone(utc, zone_name) }} = {{ local }} then {{ utc }}
    end
{%- endmacro %}

{# The engines' own words. wall_clock: the time as written, without its offset; instant: by its offset, in UTC. #}
{% macro wall_clock(text) -%}{{ return(adapter.dispatch('wall_clock')(text)) }}{%- endmacro %}
{% macro default__wall_clock(text) -%}try_cast({{ text }} as timestamp){%- endmacro %}
{% macro spark__wall_clock(text) -%}try_cast(replace({{ text }}, '/', '-') as timestamp){%- endmacro %}

{% macro instant(text) -%}{{ return(adapter.dispatch('instant')(text)) }}{%- endmacro %}
{% macro default__instant(text) -%}(try_cast({{ without_blank(text) }} as timestamp with time zone) at time zone 'UTC'){%- endmacro %}
{% macro spark__instant(text) -%}try_cast(replace({{ without_blank(text) }}, '/', '-') as timestamp){%- endmacro %}

{# One blank may stand before the offset. #}
{% macro without_blank(text) -%}replace(replace(replace({{ text }}, ' +', '+'), ' -', '-'), ' Z', 'Z'){%- endmacro %}

{% macro zone_to_utc(local, zone) -%}{{ return(adapter.dispatch('zone_to_utc')(local, zone)) }}{%- endmacro %}
{% macro default__zone_to_utc(local, zone) -%}timezone('UTC', timezone('{{ zone }}', {{ local }})){%- endmacro %}
{% macro spark__zone_to_utc(local, zone) -%}to_utc_timestamp({{ local }}, '{{ zone }}'){%- endmacro %}

{# `zone` is SQL: a name in quotes, or a column. #}
{% macro utc_to_zone(utc, zone) -%}{{ return(adapter.dispatch('utc_to_zone')(utc, zone)) }}{%- endmacro %}
{% macro default__utc_to_zone(utc, zone) -%}timezone({{ zone }}, timezone('UTC', {{ utc }})){%- endmacro %}
{% macro spark__utc_to_zone(utc, zone) -%}from_utc_timestamp({{ utc }}, {{ zone }}){%- endmacro %}

{% macro matches(text, pattern) -%}{{ return(adapter.dispatch('matches')(text, pattern)) }}{%- endmacro %}
{% macro default__matches(text, pattern) -%}regexp_matches({{ text }}, '{{ pattern }}'){%- endmacro %}
{% macro spark__matches(text, pattern) -%}regexp_like({{ text }}, '{{ pattern }}'){%- endmacro %}
