-- First contact resolution 首次解决率: requests resolved with contact_count 1 and neither reopened nor followed by a request or call of the same customer on the same topic in the window / requests resolved whose window is over.
-- Setting first_contact_resolution: gross, or net of the request types that cannot be resolved at first contact.
{%- set of_types = '_resolvable' if var('first_contact_resolution') == 'net' else '' %}
select
    period_grain,
    period_start,
    scope_type,
    scope_id,
    first_contact_resolutions{{ of_types }} as numerator,
    first_resolutions{{ of_types }} as denominator,
    first_resolutions{{ of_types }} as sample_size,
    cast(null as double) as numerator_squares
from {{ ref('first_resolutions_by_window_end') }}
