-- Grain: one row per landed question of a survey invitation, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'survey_responses') }}
),

trimmed as (
    select {{ trim_columns('survey_responses') }}
    from source
),

parsed as (
    select {{ parse_columns('survey_responses') }}
    from trimmed
)

select
    *,
    {{ judge('survey_responses') }} as rejected_because
from parsed
