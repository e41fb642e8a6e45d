-- Survey response rate 问卷回收率: invitations with at least one answered question / invitations sent.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    invitations_answered as numerator,
    invitations as denominator,
    invitations as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('invitations_by_sent') }}
