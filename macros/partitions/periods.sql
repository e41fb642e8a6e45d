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

{# period_days, of a table that is rebuilt by period those of the periods that are; `aside`: grains that need no days. #}
{% macro touched_period_days(aside=[]) -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- if touched == 'true' -%}{{ ref('period_days') }}
    {%- else -%}(select * from {{ ref('period_days') }} where {{ touched }}{{ and_of_other_grains(aside) }})
    {%- endif -%}
{%- endmacro %}

{# Grains that a table of sums need not count from days where it is rebuilt by period: its months are there to be added
   up. None where it is made from nothing, or a scope keeps one of them without its months. #}
{% macro grains_of_months() -%}
    {%- set longer = ['quarter', 'year'] -%}
    {%- set without = [] -%}
    {%- for grains in var('scope_grains').values() if 'month' not in grains and (longer | select('in', grains) | list) -%}
        {%- do without.append(grains) -%}
    {%- endfor -%}
    {{ return([] if without or (is_touched(period_key()) | trim) in ('true', 'false') else longer) }}
{%- endmacro %}

{# The months of the longer periods that are rebuilt. #}
{% macro months_of_touched(grains) -%}
    select distinct
        months.period_start as month,
        longer.period_grain as longer_grain,
        longer.period_start as longer_start
    from {{ touched_period_days() }} as longer
    inner join {{ ref('period_days') }} as months on longer.day = months.day and months.period_grain = 'month'
    where longer.period_grain in ('{{ grains | join("', '") }}')
{%- endmacro %}

{% macro and_of_other_grains(aside) -%}
    {{ " and period_grain not in ('" ~ aside | join("', '") ~ "')" if aside }}
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
{% macro in_touched_periods(day, aside=[]) -%}
    {%- set touched = is_touched(period_key()) | trim -%}
    {%- set days = touched ~ and_of_other_grains(aside) -%}
    {%- if touched in ('true', 'false') -%}{{ touched }}
    {%- elif are_most_days(days) -%}true
    {%- else -%}{{ day }} in (select period_days.day from {{ ref('period_days') }} as period_days where {{ days }})
    {%- endif -%}
{%- endmacro %}

{# The same of a table that ends in roll_up(). #}
{% macro in_touched_days(day) -%}
    {{ in_touched_periods(day, aside=grains_of_months()) }}
{%- endmacro %}

{% macro are_most_days(touched) -%}
    {%- set counted = run_query(
        'select 2 * count(distinct day) filter (where ' ~ touched ~ ') > count(distinct day) as most from ' ~ ref('period_days')
    ) -%}
    {{ return(counted.rows[0].most) }}
{%- endmacro %}
