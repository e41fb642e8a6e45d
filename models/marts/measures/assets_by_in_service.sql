-- Grain: one row per period and scope. Days that assets were in service, and the faults on them, both by the service and
-- region of the asset.
{%- set scopes = ['company', 'service', 'region'] %}
with assets as (
    select * from {{ ref('dim_assets') }}
),

faults as (
    select
        requests.created_on,
        assets.asset_id,
        assets.service_id,
        assets.region
    from {{ ref('fct_service_requests') }} as requests
    inner join assets
        on requests.asset_id = assets.asset_id
        and requests.created_on between assets.in_service_from and assets.in_service_to
    where requests.request_type = 'fault' and not requests.is_duplicate and not requests.is_cancelled
),

kept as (
    select * from {{ ref('reporting_scopes') }}
    where scope_type in ('{{ scopes | join("', '") }}') and period_grain in ('month', 'quarter', 'year')
),

periods as (
    select * from {{ ref('period_spans') }}
),

-- The overlap of two spans of days: no asset is copied for each of its days. A fault brings no day.
days_and_faults as (
    select
        periods.period_grain,
        periods.period_start,
        assets.asset_id,
        assets.service_id,
        assets.region,
        {{ dbt.datediff(
            'greatest(assets.in_service_from, periods.first_day)', 'least(assets.in_service_to, periods.last_day)', 'day',
        ) }} + 1 as asset_days,
        0 as asset_faults
    from assets
    inner join periods
        on assets.in_service_from <= periods.last_day
        and assets.in_service_to >= periods.first_day
    union all
    select
        period_days.period_grain,
        period_days.period_start,
        faults.asset_id,
        faults.service_id,
        faults.region,
        0 as asset_days,
        1 as asset_faults
    from faults
    inner join {{ ref('period_days') }} as period_days on faults.created_on = period_days.day
)

select
    days_and_faults.period_grain,
    days_and_faults.period_start,
    kept.scope_type,
    {{ scope_member('days_and_faults', 'kept.scope_type', only=scopes) }} as scope_id,
    cast(sum(days_and_faults.asset_days) as bigint) as asset_days,
    cast(sum(days_and_faults.asset_faults) as bigint) as asset_faults
from days_and_faults
inner join kept on days_and_faults.period_grain = kept.period_grain
group by
    days_and_faults.period_grain,
    days_and_faults.period_start,
    kept.scope_type,
    {{ scope_member('days_and_faults', 'kept.scope_type', only=scopes) }}
