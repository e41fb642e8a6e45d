-- Grain: one row per index, period, scope, part and KPI of it: what it contributes to the index, and what it changed.
-- The contributions sum to the index and their changes to its change. A part that left since the period before has a
-- row of what went with it, and a closed month that is frozen one of what its parts say otherwise by now.
{%- set cell = ['index_id', 'period_grain', 'period_start', 'scope_type', 'scope_id'] %}
with parts as (
    select * from {{ ref('int_kpi_index_parts') }}
),

weights as (
    select * from {{ ref('ahp_weights') }}
    where level = 'kpi' and is_used
),

indices as (
    select
        kpi_values.kpi_id as index_id,
        kpi_values.period_grain,
        kpi_values.period_start,
        kpi_values.scope_type,
        kpi_values.scope_id,
        kpi_values.value,
        kpi_values.previous_value,
        kpi_values.is_frozen,
        kpis.scale
    from {{ ref('fct_kpi_values') }} as kpi_values
    inner join {{ ref('dim_kpi') }} as kpis on kpi_values.kpi_id = kpis.kpi_id
    where kpis.roll_up = 'composite'
),

-- Where the index has a figure, or would have one if its judgements did not contradict.
cells as (
    select
        {% for column in cell %}{{ column }}, {% endfor %}max(valid_from) as valid_from
    from parts
    group by {{ cell | join(', ') }}
),

parts_in_force as (
    select
        {% for column in cell %}cells.{{ column }}, {% endfor %}
        cells.valid_from,
        weights.parent as part,
        weights.item as kpi_id,
        weights.global_weight as weight,
        weights.is_held,
        parts.value,
        parts.part_value,
        parts.sample_size,
        -- Of the parts that have a value: they stand for the whole.
        coalesce(parts.weight, 0) / sum(parts.weight) over (
            partition by {% for column in cell %}cells.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
        ) as weight_in_use
    from cells
    inner join weights on cells.index_id = weights.index_id and cells.valid_from = weights.valid_from
    left join parts
        on weights.item = parts.kpi_id
        {% for column in cell %}and cells.{{ column }} = parts.{{ column }} {% endfor %}
),

counted as (
    select
        parts_in_force.*,
        indices.scale * parts_in_force.weight_in_use * coalesce(parts_in_force.part_value, 0) as contribution
    from parts_in_force
    left join indices using ({{ cell | join(', ') }})
),

contributions as (
    select * from counted
    union all
    select
        {% for column in cell %}indices.{{ column }}, {% endfor %}
        cast(null as date) as valid_from,
        'withheld' as part,
        indices.index_id as kpi_id,
        cast(null as double) as weight,
        false as is_held,
        cast(null as double) as value,
        cast(null as double) as part_value,
        cast(null as bigint) as sample_size,
        cast(null as double) as weight_in_use,
        indices.value - coalesce(sum(counted.contribution), 0) as contribution
    from indices
    left join counted using ({{ cell | join(', ') }})
    where indices.is_frozen and indices.value is not null
    group by {% for column in cell %}indices.{{ column }}, {% endfor %}indices.value
    -- An index of 0 whose parts are gone differs by nothing, and has this row alone.
    having abs(indices.value - coalesce(sum(counted.contribution), 0)) > 1e-9 or count(counted.contribution) = 0
),

-- What each brought to the period before, by the calendar.
before as (
    select
        contributions.index_id,
        contributions.period_grain,
        periods.next_period_start as period_start,
        contributions.scope_type,
        contributions.scope_id,
        contributions.part,
        contributions.kpi_id,
        contributions.contribution as previous_contribution
    from contributions
    inner join {{ ref('dim_periods') }} as periods
        on contributions.period_grain = periods.period_grain
        and contributions.period_start = periods.period_start
    where contributions.contribution <> 0
),

compared as (
    select *
    from contributions
    full outer join before using ({{ cell | join(', ') }}, part, kpi_id)
)

select
    {% for column in cell %}compared.{{ column }}, {% endfor %}
    compared.part,
    compared.kpi_id,
    compared.valid_from,
    compared.value,
    compared.sample_size,
    compared.part_value,
    compared.weight,
    case when compared.part_value is not null then compared.weight_in_use end as weight_in_use,
    case when indices.value is not null then coalesce(compared.contribution, 0) end as contribution,
    case
        when indices.value is not null and indices.previous_value is not null
            then coalesce(compared.contribution, 0) - coalesce(compared.previous_contribution, 0)
    end as contribution_change,
    compared.part_value is not null as has_value,
    coalesce(compared.is_held, false) as is_held
from compared
inner join indices using ({{ cell | join(', ') }})
where indices.value is not null or compared.is_held
