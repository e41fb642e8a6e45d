{# The columns of an export that are amounts in its `currency`. #}
{% macro money_of(entity) -%}
    {{ return(contract_of(entity).money if execute else ['amount']) }}
{%- endmacro %}

{# Amounts in the reporting currency, as reporting_<column>, by the rate in force on the local day on which the row
   begins; no rate: null, and judge() rejects the row. Never a sum over two currencies. #}
{% macro exchange(entity, rows) -%}
rates as (
    select
        currency,
        cast(rate as double) as rate,
        cast(valid_from as date) as from_day,
        lead(cast(valid_from as date)) over (
            partition by currency
            order by valid_from
        ) as to_day
    from {{ ref('exchange_rates') }}
    union all
    select
        '{{ var('reporting_currency') }}' as currency,
        cast(1 as double) as rate,
        date '1900-01-01' as from_day,
        cast(null as date) as to_day
),

exchanged as (
    select
        {{ rows }}.*,
        {%- for column in money_of(entity) %}
        {{ rows }}.{{ column }} * rates.rate as reporting_{{ column }},
        {%- endfor %}
        rates.rate as exchange_rate
    from {{ rows }}
    left join rates
        on upper({{ rows }}.currency) = rates.currency
        and {{ begins_on(entity) }} >= rates.from_day
        and {{ begins_on(entity) }} < coalesce(rates.to_day, date '9999-12-31')
)
{%- endmacro %}

{# The local day on which a row of an export begins. #}
{% macro begins_on(entity) -%}
    {%- set first_moment = contract_of(entity).first_moment if execute else 'created_at' -%}
    {{ local_date(first_moment) if first_moment.endswith('_at') else first_moment }}
{%- endmacro %}
