-- Grain: one row per KPI that is built: whether the exports and columns it cannot do without are there.
-- A need is met by any one of its inputs (seed kpi_inputs); a KPI is available when all its needs are.
with inputs as (
    select * from {{ ref('kpi_inputs') }}
),

exports as (
    select * from {{ ref('int_exports') }}
),

columns_present as (
    select * from {{ ref('int_export_columns') }}
),

needs as (
    select
        inputs.kpi_id,
        inputs.need,
        bool_or(
            exports.is_present
            and (inputs.column_name = '*' or columns_present.column_name is not null)
        ) as is_met
    from inputs
    inner join exports on inputs.entity = exports.entity
    left join columns_present
        on inputs.entity = columns_present.entity
        and inputs.column_name = columns_present.column_name
    group by
        inputs.kpi_id,
        inputs.need
)

select
    kpi_id,
    bool_and(is_met) as is_available
from needs
group by kpi_id
