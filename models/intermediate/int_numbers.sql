-- Grain: one row per whole number from 0 to 99,999: days to count on.
with digits as (
    select digit from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as ten (digit)
)

select ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit
    + 10000 * ten_thousands.digit as number
from digits as ones
cross join digits as tens
cross join digits as hundreds
cross join digits as thousands
cross join digits as ten_thousands
