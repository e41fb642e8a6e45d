-- Offends: a file of which rows were lost or counted twice on the way into the facts.
select
    entity,
    source_name,
    source_file,
    landed,
    accepted,
    superseded,
    rejected
from {{ ref('dq_reconciliation') }}
where landed <> accepted + superseded + rejected
