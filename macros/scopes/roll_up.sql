{# The last step of a measure model: from a daily (day_and_scopes) to every period and scope that is kept, in one
   group by. counts: whole numbers; amounts: doubles; maxima: the largest, not the sum. Where some periods are rebuilt
   and others stand, a quarter or year is the sum of its months, of which most stand. #}
{% macro roll_up(daily, counts=[], amounts=[], maxima=[]) -%}
rolled_up as (
    select
        period_days.period_grain,
        period_days.period_start,
        scopes.scope_type,
        {{ scope_member('daily', 'scopes.scope_type') }} as scope_id
        {{- sums_of('daily', counts, amounts, maxima) }}
    from {{ daily }} as daily
    inner join {{ ref('scope_types') }} as scopes on daily.scope_set = scopes.scope_set
    inner join {{ ref('reporting_scopes') }} as kept on scopes.scope_type = kept.scope_type
    inner join {{ touched_period_days(aside=grains_of_months()) }} as period_days
        on daily.day = period_days.day
        and kept.period_grain = period_days.period_grain
    group by
        period_days.period_grain,
        period_days.period_start,
        scopes.scope_type,
        {{ scope_member('daily', 'scopes.scope_type') }}
)

select * from rolled_up
{%- if grains_of_months() %}
union all
select
    months.longer_grain,
    months.longer_start,
    sums.scope_type,
    sums.scope_id
    {{- sums_of('sums', counts, amounts, maxima) }}
from (
    select * from rolled_up
    where period_grain = 'month'
    union all by name
    select * exclude (built_by_run) from {{ this }}
    where period_grain = 'month' and not {{ is_touched(period_key()) }}
) as sums
inner join ({{ months_of_touched(grains_of_months()) }}) as months on sums.period_start = months.month
inner join {{ ref('reporting_scopes') }} as kept
    on sums.scope_type = kept.scope_type
    and months.longer_grain = kept.period_grain
group by
    months.longer_grain,
    months.longer_start,
    sums.scope_type,
    sums.scope_id
{%- endif %}
{%- endmacro %}

{% macro sums_of(relation, counts, amounts, maxima) -%}
        {%- for measure in counts %},
        cast(sum({{ relation }}.{{ measure }}) as bigint) as {{ measure }}
        {%- endfor %}
        {%- for measure in amounts %},
        cast(sum({{ relation }}.{{ measure }}) as double) as {{ measure }}
        {%- endfor %}
        {%- for measure in maxima %},
        cast(max({{ relation }}.{{ measure }}) as double) as {{ measure }}
        {%- endfor %}
{%- endmacro %}
