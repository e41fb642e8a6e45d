-- Grain: one row per framework, term, KPI and period grain: the company in its latest complete period.
with terms as (
    select * from {{ ref('kpi_frameworks') }}
),

company as (
    select * from {{ ref('scorecard_company') }}
)

select
    -- which term
    terms.framework,
    cast(terms.position as bigint) as position,
    company.kpi_id,
    company.period_grain,
    company.period_start,
    -- its names
    terms.framework_en,
    terms.framework_zh,
    terms.group_en,
    terms.group_zh,
    terms.term_en,
    terms.term_zh,
    company.name_en,
    company.name_zh,
    company.unit,
    company.better,
    company.status,
    -- its figures
    company.value,
    company.sample_size,
    company.previous_value,
    company.value_change,
    company.target,
    company.is_provisional
from terms
inner join company on terms.kpi_id = company.kpi_id
