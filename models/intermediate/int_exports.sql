-- Grain: one row per export of the contract: whether any source has a file of it.
with files as (
    select * from {{ ref('stg_landing__files') }}
),

exports as (
    {%- for entity in contract_entities() %}
    select
        '{{ entity }}' as entity,
        bool_or({{ gives('files', entity) }}) as is_present
    from files
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    entity,
    coalesce(is_present, false) as is_present
from exports
