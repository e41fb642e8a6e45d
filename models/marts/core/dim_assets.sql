-- Grain: one row per asset that the company looks after (seed assets).
with assets as (
    select * from {{ ref('assets') }}
),

services as (
    select service_id from {{ ref('dim_services') }}
)

select
    assets.asset_id,
    {{ known_member('assets.service_id', 'services.service_id', 'services') }} as service_id,
    assets.region,
    cast(assets.in_service_from as date) as in_service_from,
    cast(assets.in_service_to as date) as in_service_to
from assets
left join services on assets.service_id = services.service_id
