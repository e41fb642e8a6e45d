{# The last step of a measure model: from a daily (day_and_scopes) to every period and scope that is kept, in one
   group by. counts: whole numbers; amounts: doubles; maxima: the largest, not the sum. #}
{% macro roll_up(daily, counts=[], amounts=[], maxima=[]) -%}
rolled_up as (
    select
        period_days.period_grain,
        period_days.period_start,
        scopes.scope_type,
        {{ scope_member('daily', 'scopes.scope_type') }} as scope_id
        {%- for measure in counts %},
        cast(sum(daily.{{ measure }}) as bigint) as {{ measure }}
        {%- endfor %}
        {%- for measure in amounts %},
        cast(sum(daily.{{ measure }}) as double) as {{ measure }}
        {%- endfor %}
        {%- for measure in maxima %},
        cast(max(daily.{{ measure }}) as double) as {{ measure }}
        {%- endfor %}
    from {{ daily }} as daily
    inner join {{ ref('scope_types') }} as scopes on daily.scope_set = scopes.scope_set
    inner join {{ ref('reporting_scopes') }} as kept on scopes.scope_type = kept.scope_type
    inner join {{ touched_period_days() }} as period_days
        on daily.day = period_days.day
        and kept.period_grain = period_days.period_grain
    group by
        period_days.period_grain,
        period_days.period_start,
        scopes.scope_type,
        {{ scope_member('daily', 'scopes.scope_type') }}
)

select * from rolled_up
{%- endmacro %}
