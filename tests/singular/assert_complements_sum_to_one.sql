-- Offends: two KPIs that are each other's complement and do not sum to one, or do not rest on the same units.
with complements as (
    select
        kpi_id,
        complement_id
    from (
        values
        ('customer_retention_rate', 'customer_churn_rate'),
        ('delivery_accuracy_rate', 'order_error_rate')
    ) as pairs (kpi_id, complement_id)
),

kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
),

compared as (
    select
        complements.kpi_id,
        kpi_values.period_grain,
        kpi_values.period_start,
        kpi_values.scope_type,
        kpi_values.scope_id,
        kpi_values.value,
        kpi_values.denominator
    from kpi_values
    inner join complements on kpi_values.kpi_id = complements.kpi_id
),

complemented as (
    select
        complements.kpi_id,
        kpi_values.period_grain,
        kpi_values.period_start,
        kpi_values.scope_type,
        kpi_values.scope_id,
        kpi_values.value,
        kpi_values.denominator
    from kpi_values
    inner join complements on kpi_values.kpi_id = complements.complement_id
)

select
    kpi_id,
    period_grain,
    period_start,
    scope_type,
    scope_id,
    compared.value,
    complemented.value as complement
from compared
full outer join complemented using (kpi_id, period_grain, period_start, scope_type, scope_id)
where
    coalesce(compared.denominator, -1) <> coalesce(complemented.denominator, -1)
    or abs(compared.value + complemented.value - 1) > 1e-12
