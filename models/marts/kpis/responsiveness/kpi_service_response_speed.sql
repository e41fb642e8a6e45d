-- Service response speed (acceptance) 服务响应速度: sum of time from creation to acceptance / requests accepted.
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    acceptance_seconds as numerator,
    requests_accepted as denominator,
    requests_accepted as sample_size,
    acceptance_seconds_squares as numerator_squares
from {{ ref('requests_by_accepted') }}
