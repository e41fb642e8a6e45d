{# Business time. A schedule's clock stands still while it is shut: business_clock() is the open microseconds from the
   schedule's beginning to a moment, so a duration is one clock less another, whatever lies between.

   from_business_hour() joins the hour of the calendar that a moment falls into, business_clock() reads it off. `hour` is
   the name of that join; a schedule goes by its number, as one key of whole numbers is found in half the time of two
   columns. Number 0 is the schedule `always`, which has no calendar: its clock is the clock on the wall. #}
{% macro from_business_hour(hour, schedule_number, moment) -%}
left join {{ ref('business_calendar') }} as {{ hour }}
        on {{ business_hour_key(schedule_number, whole_division(epoch_microseconds(moment), 3600000000)) }} = {{ hour }}.hour_key
{%- endmacro %}

{# Hours since the start of 1970 have six digits. #}
{% macro business_hour_key(schedule_number, hour_number) -%}{{ schedule_number }} * 10000000 + {{ hour_number }}{%- endmacro %}

{# open_minutes has a bit for each minute of the hour. Nearly every hour is open or shut as a whole. #}
{% macro business_clock(hour, schedule_number, moment) -%}
    {%- set moment_us = epoch_microseconds(moment) -%}
    {%- set hour_us = '(' ~ moment_us ~ ' - ' ~ hour ~ '.hour_number * 3600000000)' -%}
    {%- set minute = whole_division(hour_us, 60000000) -%}
    case
        when {{ hour }}.open_minutes = 0 then {{ hour }}.open_before
        when {{ hour }}.open_minutes = {{ whole_hour() }} then {{ hour }}.open_before + {{ hour_us }}
        when {{ hour }}.open_minutes is not null
            then {{ hour }}.open_before
                + cast(bit_count({{ hour }}.open_minutes & ({{ bit(minute) }} - 1)) as bigint) * 60000000
                + case when {{ hour }}.open_minutes & {{ bit(minute) }} > 0 then {{ hour_us }} % 60000000 else 0 end
        when {{ schedule_number }} = 0 then {{ moment_us }}
    end
{%- endmacro %}

{# Seconds between two readings of a business clock; none where the end lies before the start. #}
{% macro business_seconds(start_clock, end_clock) -%}
    case
        when {{ end_clock }} < {{ start_clock }} then cast(0 as double)
        else ({{ end_clock }} - {{ start_clock }}) / cast(1000000 as double)
    end
{%- endmacro %}

{# A moment, or null where it is a date without a clock: such a moment enters no duration. #}
{% macro timed(moment) -%}
    case when length({{ moment }}_text) > 10 then {{ moment }} end
{%- endmacro %}

{# Which clock a KPI shows, calendar or business: the setting business_time_kpis. #}
{% macro shown_clock(kpi_id) -%}
    {{ return('business' if kpi_id in var('business_time_kpis') else 'calendar') }}
{%- endmacro %}

{# All sixty minutes. #}
{% macro whole_hour() -%}1152921504606846975{%- endmacro %}

{# The number in which only this bit is set. #}
{% macro bit(n) -%}(cast(1 as bigint) << cast({{ n }} as int)){%- endmacro %}

{# The engines' own words. #}
{% macro epoch_microseconds(moment) -%}{{ return(adapter.dispatch('epoch_microseconds')(moment)) }}{%- endmacro %}
{% macro default__epoch_microseconds(moment) -%}epoch_us({{ moment }}){%- endmacro %}
{% macro spark__epoch_microseconds(moment) -%}unix_micros({{ moment }}){%- endmacro %}

{% macro whole_division(dividend, divisor) -%}{{ return(adapter.dispatch('whole_division')(dividend, divisor)) }}{%- endmacro %}
{% macro default__whole_division(dividend, divisor) -%}divide({{ dividend }}, {{ divisor }}){%- endmacro %}
{% macro spark__whole_division(dividend, divisor) -%}(({{ dividend }}) div ({{ divisor }})){%- endmacro %}

{% macro from_epoch_microseconds(number) -%}{{ return(adapter.dispatch('from_epoch_microseconds')(number)) }}{%- endmacro %}
{% macro default__from_epoch_microseconds(number) -%}make_timestamp({{ number }}){%- endmacro %}
{% macro spark__from_epoch_microseconds(number) -%}timestamp_micros({{ number }}){%- endmacro %}

{# The minute of the day that a text as 09:00 or 24:00 names. #}
{% macro minute_of_day(text) -%}
    (cast(split_part({{ text }}, ':', 1) as bigint) * 60 + cast(split_part({{ text }}, ':', 2) as bigint))
{%- endmacro %}
