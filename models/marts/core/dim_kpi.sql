-- Grain: one row per KPI of the registry. is_built: a model kpi_<kpi_id> exists.
{%- set built = [] %}
{%- for node in graph.nodes.values() if execute and node.resource_type == 'model' and node.name.startswith('kpi_') %}
{%- do built.append(node.name[4:]) %}
{%- endfor %}
with registry as (
    select * from {{ ref('kpi_registry') }}
)

select
    kpi_id,
    name_en,
    name_zh,
    area,
    numerator as numerator_words,
    -- An empty cell of a seed is null on DuckDB; dbt-spark loads it as the text None.
    nullif(denominator, 'None') as denominator_words,
    unit,
    kind,
    better,
    rollup as roll_up,
    dated_by,
    finest_grain,
    scopes,
    exports,
    document,
    nullif(note, 'None') as note,
    cast(scale as double) as scale,
    cast(maturity_days as bigint) as maturity_days,
    cast(definition_version as bigint) as definition_version,
    kpi_id in ('{{ built | sort | join("', '") }}') as is_built,
    cast(valid_from as date) as valid_from
from registry
