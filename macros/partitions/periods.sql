{# Tables that are rebuilt by period. #}

{# The inputs of a table by period, from queries of days_of(). #}
{% macro periods_of(days) -%}
    select
        {{ period_key() }} as partition,
        count(*) || ' ' || bit_xor({{ digest(['days.day', 'days.content', 'days.which']) }}) as inputs
    from (
        {%- for query in days %}
        select *, {{ loop.index }} as which from ({{ query }}) as days_{{ loop.index }}
        {{- ' union all' if not loop.last }}
        {%- endfor %}
    ) as days
    inner join {{ ref('period_days') }} as period_days on days.day = period_days.day
    group by 1
{%- endmacro %}

{% macro period_key(table=none, start='period_start') -%}
    {%- set at = table ~ '.' if table else '' -%}
    {{ at }}period_grain || ' ' || {{ at }}{{ start }}
{%- endmacro %}

{# period_days, of a table that is rebuilt by period those of the periods that are. #}
{% macro touched_period_days() -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- if touched == 'true' -%}{{ ref('period_days') }}
    {%- else -%}(select * from {{ ref('period_days') }} where {{ touched }})
    {%- endif -%}
{%- endmacro %}

{# The inputs of a table by period that looks back at the period before. #}
{% macro with_period_before(inputs) -%}
    with by_period as ({{ inputs }})

    select
        {{ period_key('periods') }} as partition,
        coalesce(own.inputs, '') || ' after ' || coalesce(before.inputs, '') as inputs
    from {{ ref('dim_periods') }} as periods
    left join by_period as own on {{ period_key('periods') }} = own.partition
    left join by_period as before on {{ period_key('periods', 'previous_period_start') }} = before.partition
    where own.inputs is not null or before.inputs is not null
{%- endmacro %}

{# period_days, of such a table those of the periods that are rebuilt and of the ones before. #}
{% macro period_days_with_those_before() -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- if touched == 'true' -%}{{ ref('period_days') }}
    {%- else -%}
    (
        select period_days.*
        from {{ ref('period_days') }} as period_days
        where
            {{ period_key() }} in (
                select {{ period_key('periods') }}
                from {{ ref('dim_periods') }} as periods
                where {{ is_touched(period_key('periods')) }}
                union all
                select {{ period_key('periods', 'previous_period_start') }}
                from {{ ref('dim_periods') }} as periods
                where {{ is_touched(period_key('periods')) }}
            )
    )
    {%- endif -%}
{%- endmacro %}

{# Whether a row may count in a period that is rebuilt now. Where most days do, every row may: the planner takes what is
   left after a filter for few, and would put ten million requests where it joins what is small. #}
{% macro in_touched_periods(day) -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- if touched in ('true', 'false') -%}{{ touched }}
    {%- elif are_most_days(touched) -%}true
    {%- else -%}{{ day }} in (select period_days.day from {{ ref('period_days') }} as period_days where {{ touched }})
    {%- endif -%}
{%- endmacro %}

{% macro are_most_days(touched) -%}
    {%- set counted = run_query(
        'select 2 * count(distinct day) filter (where ' ~ touched ~ ') > count(distinct day) as most from ' ~ ref('period_days')
    ) -%}
    {{ return(counted.rows[0].most) }}
{%- endmacro %}
