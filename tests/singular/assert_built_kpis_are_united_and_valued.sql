-- Offends: a KPI that has a model and is in no union (of an area, or of changes) that a model reads, or the reverse. Without this a KPI that
-- was forgotten there would look like one that counts nothing.
{%- set areas = [] %}
{%- for node in graph.nodes.values() if execute and node.resource_type == 'model' %}
{%- for parent in node.depends_on.nodes
    if parent.split('.')[-1].startswith('area_') or parent.endswith('.int_kpi_values_derived') %}
{%- do areas.append(parent) %}
{%- endfor %}
{%- endfor %}
{%- set united = [] %}
{%- for area in areas %}
{%- for kpi in graph.nodes[area].depends_on.nodes if '.kpi_' in kpi and not kpi.endswith('.kpi_scopes') %}
{%- do united.append(kpi.split('.')[-1][4:]) %}
{%- endfor %}
{%- endfor %}
with places as (
    select
        kpi_id,
        'united' as place
    from {{ ref('dim_kpi') }}
    where kpi_id in ('{{ united | sort | join("', '") }}')
    union all
    select
        kpi_id,
        'built' as place
    from {{ ref('dim_kpi') }}
    where is_built
    union all
    select distinct
        kpi_id,
        'valued' as place
    from {{ ref('fct_kpi_values') }}
)

select
    kpi_id,
    min(place) as stands_in,
    max(place) as and_in
from places
group by kpi_id
having count(*) <> 3
