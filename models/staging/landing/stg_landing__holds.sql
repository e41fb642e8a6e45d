-- Grain: one row per kind of thing that is looked at before publishing: what becomes of it, and all limits.
select
    kind,
    action,
    jump_deviations,
    jump_history,
    shrunk_share
from {{ source('landing', 'holds') }}
