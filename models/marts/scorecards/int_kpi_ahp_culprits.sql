-- Grain: one row per index, round of judgements and group of three items or more: the comparison that contradicts the
-- others most, and the judge who is furthest off.
with comparisons as (
    select * from {{ ref('int_kpi_ahp_comparisons') }}
),

agreed as (
    select
        group_id,
        item,
        other,
        avg(log_times) as log_times
    from comparisons
    group by
        group_id,
        item,
        other
),

-- What the others imply of a pair: the mean of all ways over a third item.
implied as (
    select
        direct.group_id,
        direct.item,
        direct.other,
        direct.log_times,
        avg(there.log_times + back.log_times) as log_implied
    from agreed as direct
    inner join agreed as there
        on direct.group_id = there.group_id
        and direct.item = there.item
        and direct.other <> there.other
    inner join agreed as back
        on direct.group_id = back.group_id
        and there.other = back.item
        and direct.other = back.other
    group by
        direct.group_id,
        direct.item,
        direct.other,
        direct.log_times
),

ranked as (
    select
        implied.group_id,
        implied.item,
        implied.other,
        implied.log_times,
        implied.log_implied,
        comparisons.judge,
        -- Of equal ones (of three items all are) the stronger claim, then by name; each pair from the side that it
        -- calls the more important.
        row_number() over (
            partition by implied.group_id
            order by
                round(abs(implied.log_times - implied.log_implied), 9) desc,
                round(abs(implied.log_times), 9) desc,
                round(implied.log_times, 9) desc,
                implied.item,
                implied.other,
                round(abs(comparisons.log_times - implied.log_implied), 9) desc,
                comparisons.judge
        ) as nth
    from implied
    inner join comparisons
        on implied.group_id = comparisons.group_id
        and implied.item = comparisons.item
        and implied.other = comparisons.other
)

select distinct
    comparisons.index_id,
    comparisons.valid_from,
    comparisons.parent,
    ranked.item as culprit_a,
    ranked.other as culprit_b,
    ranked.judge as culprit_judge,
    exp(ranked.log_times) as culprit_judgement,
    exp(ranked.log_implied) as culprit_implied
from ranked
inner join comparisons on ranked.group_id = comparisons.group_id
where ranked.nth = 1
