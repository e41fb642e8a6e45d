-- Training participation 培训参与率: agents who attended a training in the period and were employed then / agents employed on a day of the period.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    agents_trained as numerator,
    agents_employed as denominator,
    agents_employed as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('agents_by_employed') }}
