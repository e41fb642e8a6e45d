-- Grain: one row per landed question of a survey invitation, whatever becomes of it.
with source as (
    select * from {{ source('standard', 'survey_responses') }}
),

trimmed as (
    select {{ trim_columns('survey_responses') }}
    from source
),

clocks_read as (
    select {{ read_clocks('survey_responses') }}
    from trimmed
),

parsed as (
    select {{ parse_columns('survey_responses') }}
    from clocks_read
)

select
    *,
    {{ judge('survey_responses') }} as rejected_because
from parsed
