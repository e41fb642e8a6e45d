{# A CTE `visits`: each customer once per period and scope in which `rows` has one, with no `select distinct`: the row
   before it (lag) tells whether the customer was there earlier in the period, and one pass serves every grain. #}
{% macro visits(rows, day, customer, scope_types=none, grains=none, days=none) -%}
{{ rows }}_in_order as (
    {%- for scope_type in var('scope_grains') if scope_types is none or scope_type in scope_types %}
    select
        '{{ scope_type }}' as scope_type,
        {{ member_of(rows, scope_type) }} as scope_id,
        {{ customer }} as customer_id,
        {{ day }} as day,
        lag({{ day }}) over (
            partition by {% if scope_type != 'company' %}{{ member_of(rows, scope_type) }}, {% endif %}{{ customer }}
            order by {{ day }}
        ) as day_before
    from {{ rows }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

visits as (
    select
        period_days.period_grain,
        period_days.period_start,
        in_order.scope_type,
        in_order.scope_id,
        in_order.customer_id
    from {{ rows }}_in_order as in_order
    inner join {{ days or touched_period_days() }} as period_days on in_order.day = period_days.day
    inner join {{ ref('reporting_scopes') }} as kept
        on in_order.scope_type = kept.scope_type
        and period_days.period_grain = kept.period_grain
    where
        (in_order.day_before is null or in_order.day_before < period_days.period_start)
        {%- if grains %}
        and period_days.period_grain in ('{{ grains | join("', '") }}')
        {%- endif %}
)
{%- endmacro %}
