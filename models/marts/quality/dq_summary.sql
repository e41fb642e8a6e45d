-- Grain: one row per export of the contract and per published table: how good it is, in six shares and a grade.
with run as (
    select * from {{ ref('stg_landing__run_context') }}
),

kpis_by_export as (
    select
        entity,
        {{ listed('kpi_id') }} as kpis
    from {{ ref('kpi_inputs') }}
    group by entity
),

exports as (
    select
        'export' as kind,
        quality.entity as name,
        quality.is_present,
        quality.landed_rows as counted_rows,
        cast(quality.landed_rows - quality.incomplete_rows as double) / nullif(quality.landed_rows, 0) as completeness,
        cast(quality.landed_rows - quality.invalid_rows as double) / nullif(quality.landed_rows, 0) as validity,
        cast(quality.landed_rows - quality.repeated_rows as double) / nullif(quality.landed_rows, 0) as uniqueness,
        cast(quality.landed_rows - quality.inconsistent_rows as double) / nullif(quality.landed_rows, 0) as consistency,
        case
            when quality.days_old <= quality.days_allowed then 1
            else quality.days_allowed / quality.days_old
        end as timeliness,
        cast(quality.reference_values - quality.unknown_references as double)
            / nullif(quality.reference_values, 0) as known_references,
        quality.days_old,
        quality.expectations_failed,
        kpis_by_export.kpis,
        quality.columns_absent,
        quality.columns_gone,
        quality.columns_unknown
    from {{ ref('dq_exports') }} as quality
    left join kpis_by_export on quality.entity = kpis_by_export.entity
),

tables as (
    select
        'table' as kind,
        table_name as name,
        true as is_present,
        table_rows as counted_rows,
        least(
            cast(table_rows - rows_without_key as double) / nullif(table_rows, 0),
            cast(kpis_with_a_figure as double) / nullif(kpis, 0)
        ) as completeness,
        cast(figures - figures_not_finite as double) / nullif(figures, 0) as validity,
        cast(different_keys as double) / nullif(table_rows, 0) as uniqueness,
        cast(null as double) as consistency,
        cast(null as double) as timeliness,
        cast(null as double) as known_references,
        cast(null as double) as days_old,
        0 as expectations_failed,
        cast(null as {{ dbt.type_string() }}) as kpis,
        cast(null as {{ dbt.type_string() }}) as columns_absent,
        cast(null as {{ dbt.type_string() }}) as columns_gone,
        cast(null as {{ dbt.type_string() }}) as columns_unknown
    from {{ ref('dq_tables') }}
),

judged as (
    select
        *,
        least(completeness, validity, uniqueness, consistency, timeliness, known_references) as lowest
    from (
        select * from exports
        union all
        select * from tables
    ) as both_kinds
),

graded as (
    select
        *,
        case
            when lowest is null then null
            when lowest >= 0.995 and expectations_failed = 0 then 'A'
            when lowest >= 0.98 and expectations_failed = 0 then 'B'
            when lowest >= 0.95 then 'C'
            when lowest >= 0.9 then 'D'
            when lowest >= 0.8 then 'E'
            else 'F'
        end as grade
    from judged
)

select
    graded.kind,
    graded.name,
    graded.is_present,
    graded.grade,
    case
        when graded.grade = 'A' then null
        when graded.lowest >= 0.98 and graded.expectations_failed > 0 then 'expectations'
        when graded.completeness = graded.lowest then 'completeness'
        when graded.validity = graded.lowest then 'validity'
        when graded.uniqueness = graded.lowest then 'uniqueness'
        when graded.consistency = graded.lowest then 'consistency'
        when graded.timeliness = graded.lowest then 'timeliness'
        when graded.known_references = graded.lowest then 'known_references'
    end as graded_by,
    cast(graded.counted_rows as bigint) as counted_rows,
    cast(graded.completeness as double) as completeness,
    cast(graded.validity as double) as validity,
    cast(graded.uniqueness as double) as uniqueness,
    cast(graded.consistency as double) as consistency,
    cast(graded.timeliness as double) as timeliness,
    cast(graded.known_references as double) as known_references,
    cast(graded.days_old as double) as days_old,
    cast(graded.expectations_failed as bigint) as expectations_failed,
    case when graded.grade in ('D', 'E', 'F') then graded.kpis end as kpis_touched,
    graded.columns_absent,
    graded.columns_gone,
    graded.columns_unknown,
    run.run_id
from graded
cross join run
