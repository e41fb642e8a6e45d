-- Figures: ratings and their mean. A rating counts although the times of its request were rejected.
select
    csat_ratings as ratings,
    csat_scores / csat_ratings as mean_rating
from measures.ratings_by_responded
where scope_type = 'company' and period_grain = 'year'
