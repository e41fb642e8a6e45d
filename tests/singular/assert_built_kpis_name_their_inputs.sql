-- Offends: a KPI with a model that has no input in kpi_inputs (a missing export would then never show as no_data),
-- and an input that its registry entry does not list among its exports.
with built as (
    select
        kpi_id,
        exports,
        -- `a|b [c]` as words between blanks.
        ' ' || translate(exports, '[]|', '   ') || ' ' as export_words
    from {{ ref('dim_kpi') }}
    where is_built
),

inputs as (
    select * from {{ ref('kpi_inputs') }}
)

select
    built.kpi_id,
    built.exports,
    inputs.entity
from built
left join inputs on built.kpi_id = inputs.kpi_id
where
    inputs.kpi_id is null
    or built.export_words not like '% ' || inputs.entity || ' %'
