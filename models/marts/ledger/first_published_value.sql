-- Grain: one row per KPI, period and scope: the figure of the complete period as it was published first.
with entries as (
    select * from {{ ref('stg_landing__ledger_values') }}
    where why = 'first'
),

changes as (
    select * from {{ ref('int_kpi_value_changes') }}
    where why = 'first'
)

{% for said in ['entries', 'changes'] %}
select
    kpi_id,
    period_grain,
    period_start,
    scope_type,
    scope_id,
    numerator,
    denominator,
    value,
    sample_size,
    target,
    status,
    definition_version,
    run_id,
    recorded_at,
    as_of
from {{ said }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
