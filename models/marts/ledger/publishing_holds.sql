-- Grain: one row per thing that is too unlike what was published before: a jump, a total that shrank, what vanished.
-- Where nothing was published before there is nothing to compare with, and no row.
with holds as (
    select * from {{ ref('stg_landing__holds') }}
    where action <> 'off'
),

kpis as (
    select * from {{ ref('dim_kpi') }}
),

found as (
    select
        'jump' as kind,
        'kpi' as subject,
        kpi_id as what,
        period_start,
        scope_type,
        scope_id,
        middle as was_value,
        value as now_value,
        allowed
    from {{ ref('int_kpi_jumps') }}
    union all
    select
        'shrunk' as kind,
        'export' as subject,
        entity as what,
        period_start,
        'company' as scope_type,
        'all' as scope_id,
        cast(rows_before as double) as was_value,
        cast(standing_rows as double) as now_value,
        cast(null as double) as allowed
    from {{ ref('int_kpi_shrunk_totals') }}
    union all
    select
        'vanished' as kind,
        subject,
        what,
        period_start,
        scope_type,
        scope_id,
        cast(null as double) as was_value,
        cast(null as double) as now_value,
        cast(null as double) as allowed
    from {{ ref('int_kpi_vanished') }}
),

told as (
    select
        found.*,
        holds.action,
        coalesce(kpis.name_en, found.what) as name_en,
        coalesce(kpis.name_zh, found.what) as name_zh,
        case
            when found.period_start > date '1970-01-01' then substr(cast(found.period_start as {{ dbt.type_string() }}), 1, 7)
        end as month,
        case when found.scope_type <> 'company' then found.scope_type || ' ' || found.scope_id end as member,
        {%- for figure in ['was_value', 'now_value', 'allowed'] %}
        case
            when found.kind = 'shrunk' then cast(cast(found.{{ figure }} as bigint) as {{ dbt.type_string() }})
            when kpis.unit = 'percent' then cast(round(100 * found.{{ figure }}, 1) as {{ dbt.type_string() }}) || ' %'
            else cast(round(found.{{ figure }}, 2) as {{ dbt.type_string() }})
                || case when kpis.unit = 'duration' then ' s' else '' end
        end as {{ figure }}_text{{ ',' if not loop.last }}
        {%- endfor %}
    from found
    inner join holds on found.kind = holds.kind
    left join kpis on found.what = kpis.kpi_id
)

select
    kind,
    cast(row_number() over (
        partition by kind
        order by case when scope_type = 'company' then 0 else 1 end, subject, period_start desc, what, scope_id
    ) as bigint) as place,
    action,
    subject,
    what,
    period_start,
    scope_type,
    scope_id,
    was_value,
    now_value,
    allowed,
    case
        when kind = 'jump'
            then name_en || ', ' || month || coalesce(', ' || member, '') || ': ' || now_value_text || ' is far from '
            || was_value_text || ', the middle of its earlier months (more than ' || allowed_text || ')'
        when kind = 'shrunk'
            then what || coalesce(', ' || month, '') || ': ' || now_value_text || ' rows, ' || was_value_text
            || ' when it was last published'
        when subject = 'kpi' then name_en || ': had figures and has none any more'
        when subject = 'month' then month || ': the month had figures and has none any more'
        else member || ': had figures and has none any more'
    end as sentence_en,
    case
        when kind = 'jump'
            then name_zh || '，' || month || coalesce('，' || member, '') || '：' || now_value_text || ' 远离以往各月的中位数 '
            || was_value_text || '（相差超过 ' || allowed_text || '）'
        when kind = 'shrunk'
            then what || coalesce('，' || month, '') || '：现有 ' || now_value_text || ' 行，上次发布时为 ' || was_value_text || ' 行'
        when subject = 'kpi' then name_zh || '：以前有数值，现在没有'
        when subject = 'month' then month || '：该月以前有数值，现在没有'
        else member || '：以前有数值，现在没有'
    end as sentence_zh
from told
