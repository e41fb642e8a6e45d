-- Figure: rejected rows by reason.
select
    entity || ': ' || column_name || ': ' || reason as rejected_because,
    count(*) as rejected
from quality.rejected_rows
group by rejected_because
order by rejected desc
