-- Grain: one row per index, round of judgements, group and item: what the judges' comparisons weigh it within its group.
-- The weights are the principal eigenvector of the matrix of comparisons, by its powers: the eighth by squaring, then
-- eight times that, 64 steps in all, which is far beyond what a matrix fit to be used needs (decision 0016).
{%- set squarings, steps = 3, 8 %}
with comparisons as (
    select * from {{ ref('int_kpi_ahp_comparisons') }}
),

-- The judges meet at the geometric mean: the only mean that says the same from either side.
power_0 as (
    select
        group_id,
        item,
        other,
        exp(avg(log_times)) as times
    from comparisons
    group by
        group_id,
        item,
        other
    union all
    select distinct
        group_id,
        item,
        item as other,
        cast(1 as double) as times
    from comparisons
),
{%- for nth in range(1, squarings + 1) %}

power_{{ nth }} as (
    select
        one.group_id,
        one.item,
        two.other,
        sum(one.times * two.times) as times
    from power_{{ nth - 1 }} as one
    inner join power_{{ nth - 1 }} as two on one.group_id = two.group_id and one.other = two.item
    group by
        one.group_id,
        one.item,
        two.other
),
{%- endfor %}

step_1 as (
    select
        group_id,
        item,
        sum(times) as weight
    from power_{{ squarings }}
    group by
        group_id,
        item
),
{%- for nth in range(2, steps + 1) %}

step_{{ nth }} as (
    select
        matrix.group_id,
        matrix.item,
        sum(matrix.times * step.weight) as weight
    from power_{{ squarings }} as matrix
    inner join step_{{ nth - 1 }} as step on matrix.group_id = step.group_id and matrix.other = step.item
    group by
        matrix.group_id,
        matrix.item
),
{%- endfor %}

weights as (
    select
        group_id,
        item,
        weight / sum(weight) over (partition by group_id) as weight,
        count(*) over (partition by group_id) as items
    from step_{{ steps }}
),

-- Of weights that sum to 1, what the matrix makes of them sums to its greatest eigenvalue.
eigenvalues as (
    select
        weights.group_id,
        weights.items,
        sum(power_0.times * weights.weight) as eigenvalue
    from weights
    inner join power_0 on weights.group_id = power_0.group_id and weights.item = power_0.other
    group by
        weights.group_id,
        weights.items
),

groups as (
    select
        group_id,
        index_id,
        valid_from,
        parent,
        count(distinct judge) as judges
    from comparisons
    group by
        group_id,
        index_id,
        valid_from,
        parent
)

select
    groups.index_id,
    groups.valid_from,
    groups.parent,
    weights.item,
    weights.weight,
    groups.judges,
    eigenvalues.eigenvalue,
    -- Two items cannot contradict; a consistent matrix is not below 0 by a hair.
    case
        when weights.items < 3 then 0
        else
            greatest(0, (eigenvalues.eigenvalue - weights.items) / (weights.items - 1))
            / {{ random_index('weights.items') }}
    end as consistency_ratio
from weights
inner join eigenvalues on weights.group_id = eigenvalues.group_id
inner join groups on weights.group_id = groups.group_id
