-- Grain: one row per posting that stands. Amounts in the reporting currency.
with postings as (
    {{ standing_rows('service_finances') }}
),

services as (
    select service_id from {{ ref('dim_services') }}
)

select
    -- ids
    postings.posting_id,
    -- scopes
    coalesce(postings.team_id, 'unknown') as team_id,
    {{ known_member('postings.service_id', 'services.service_id', 'services') }} as service_id,
    -- what it is
    postings.kind,
    postings.category,
    postings.reporting_amount as amount,
    postings.amount as amount_given,
    upper(postings.currency) as currency_given,
    coalesce(postings.is_service, false) as is_service,
    -- days, reporting time zone
    postings.posted_on,
    -- lineage
    postings.source_name,
    postings.source_file,
    postings.source_row
from postings
left join services on postings.service_id = services.service_id
