-- Figure: rating_distribution. An unanswered call has no rating: it is no 0 and no 1.
select
    cast(cast(score as integer) as varchar) as rating,
    count(*) as calls
from core.fct_survey_responses
where is_rated
group by score
order by rating
