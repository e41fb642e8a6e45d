-- Figure: avg_satisfaction, the mean rating of the rated calls. (A public write-up has 3.33; the sheet gives 3.40.)
select csat_scores / csat_ratings as avg_satisfaction
from measures.ratings_by_responded
where scope_type = 'company' and period_grain = 'year'
