-- Grain: one row per period and scope. Days that assets were in service, and the faults on them, both by the service and
-- region of the asset.
{%- set scopes = ['company', 'service', 'region'] %}
with assets as (
    select * from {{ ref('dim_assets') }}
),

faults as (
    select
        requests.created_on,
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
    select
        period_grain,
        period_start,
        min(day) as first_day,
        max(day) as last_day
    from {{ ref('period_days') }}
    group by
        period_grain,
        period_start
),

-- The overlap of two spans of days: no asset is copied for each of its days.
in_service as (
    select
        periods.period_grain,
        periods.period_start,
        kept.scope_type,
        {{ scope_member('assets', 'kept.scope_type', only=scopes) }} as scope_id,
        sum({{ dbt.datediff(
            'greatest(assets.in_service_from, periods.first_day)', 'least(assets.in_service_to, periods.last_day)', 'day',
        ) }} + 1) as asset_days
    from assets
    inner join periods
        on assets.in_service_from <= periods.last_day
        and assets.in_service_to >= periods.first_day
    inner join kept on periods.period_grain = kept.period_grain
    group by
        periods.period_grain,
        periods.period_start,
        kept.scope_type,
        {{ scope_member('assets', 'kept.scope_type', only=scopes) }}
),

failed as (
    select
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('faults', 'kept.scope_type', only=scopes) }} as scope_id,
        count(*) as asset_faults
    from faults
    inner join {{ ref('period_days') }} as period_days on faults.created_on = period_days.day
    inner join kept on period_days.period_grain = kept.period_grain
    group by
        period_days.period_grain,
        period_days.period_start,
        kept.scope_type,
        {{ scope_member('faults', 'kept.scope_type', only=scopes) }}
)

select
    in_service.period_grain,
    in_service.period_start,
    in_service.scope_type,
    in_service.scope_id,
    cast(in_service.asset_days as bigint) as asset_days,
    coalesce(failed.asset_faults, 0) as asset_faults
from in_service
left join failed
    on in_service.period_grain = failed.period_grain
    and in_service.period_start = failed.period_start
    and in_service.scope_type = failed.scope_type
    and in_service.scope_id = failed.scope_id
