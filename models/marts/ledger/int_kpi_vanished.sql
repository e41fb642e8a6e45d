-- Grain: one row per KPI, month or member of a scope of which figures were published and none are counted now.
with said as (
    select * from {{ ref('int_kpi_said_values') }}
),

kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
    where is_complete
),

said_of as (
    {%- for relation in ['said', 'kpi_values'] %}
    select distinct
        '{{ relation }}' as told_by,
        'kpi' as subject,
        kpi_id as what,
        cast(null as date) as period_start,
        'company' as scope_type,
        'all' as scope_id
    from {{ relation }}
    where {{ says_something(relation) }}
    union all
    select distinct
        '{{ relation }}' as told_by,
        'month' as subject,
        'month' as what,
        period_start,
        'company' as scope_type,
        'all' as scope_id
    from {{ relation }}
    where period_grain = 'month' and {{ says_something(relation) }}
    union all
    select distinct
        '{{ relation }}' as told_by,
        'member' as subject,
        scope_type as what,
        cast(null as date) as period_start,
        scope_type,
        scope_id
    from {{ relation }}
    where {{ says_something(relation) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    subject,
    what,
    period_start,
    scope_type,
    scope_id
from said_of
group by
    subject,
    what,
    period_start,
    scope_type,
    scope_id
having min(told_by) = 'said'
