-- Grain: one row per KPI, period and scope whose figure this run says for the first time or otherwise than before, and
-- of a closed month that is frozen, withholds. A run appends these to the ledger when it publishes.
with run as (
    select * from {{ ref('stg_landing__run_context') }}
),

kpi_values as (
    select * from {{ ref('fct_kpi_values') }}
),

published as (
    select * from kpi_values
    where is_complete and {{ says_something('kpi_values') }}
),

said as (
    select * from {{ ref('int_kpi_said_values') }}
),

said_or_published as (
    select
        coalesce(published.kpi_id, said.kpi_id) as kpi_id,
        coalesce(published.period_grain, said.period_grain) as period_grain,
        coalesce(published.period_start, said.period_start) as period_start,
        coalesce(published.scope_type, said.scope_type) as scope_type,
        coalesce(published.scope_id, said.scope_id) as scope_id,
        published.value,
        published.numerator,
        published.denominator,
        published.sample_size,
        published.ci_low,
        published.ci_high,
        published.target,
        coalesce(published.status, 'no_data') as status,
        coalesce(published.definition_version, said.definition_version) as definition_version,
        false as is_withheld,
        said.value as was_value,
        said.numerator as was_numerator,
        said.denominator as was_denominator,
        said.target as was_target,
        said.status as was_status,
        said.definition_version as was_definition_version,
        said.run_id as was_run_id,
        said.as_of as was_as_of
    from published
    full outer join said on {{ same_figure('published', 'said') }}
),

said_and_withheld as (
    select * from said_or_published
    union all
    select * from {{ ref('int_kpi_withheld_values') }}
),

compared as (
    select
        *,
        was_run_id is null as is_first,
        {{ differs('value', 'was_value') }} or {{ differs('numerator', 'was_numerator') }}
        or {{ differs('denominator', 'was_denominator') }} as is_other_figure,
        {{ differs('target', 'was_target') }} as is_other_target,
        status <> was_status as is_other_status,
        definition_version <> was_definition_version as is_other_definition
    from said_and_withheld
),

last_run as (
    select
        max(as_of) as as_of,
        max_by(counted_by, run_id) as counted_by
    from said
)

select
    compared.kpi_id,
    compared.period_grain,
    compared.period_start,
    compared.scope_type,
    compared.scope_id,
    compared.value,
    compared.numerator,
    compared.denominator,
    compared.sample_size,
    compared.ci_low,
    compared.ci_high,
    compared.target,
    compared.status,
    compared.definition_version,
    compared.is_withheld,
    case
        when compared.is_first then 'first'
        when compared.is_other_definition then 'definition'
        -- The margin of a target moves a status between these three and nothing else does.
        when
            not compared.is_other_figure
            and (
                compared.is_other_target
                or (compared.status in ('met', 'near', 'missed') and compared.was_status in ('met', 'near', 'missed'))
            )
            then 'target'
        when not compared.is_other_figure then 'other'
        when reasons.has_begun then reasons.why
        when last_run.counted_by <> run.counted_by then 'definition'
        when reasons.why is not null then reasons.why
        when last_run.as_of <> run.as_of then 'clock'
        else 'other'
    end as why,
    run.run_id,
    run.registered_at as recorded_at,
    run.as_of,
    run.counted_by
from compared
cross join run
cross join last_run
left join {{ ref('int_kpi_change_reasons') }} as reasons
    on compared.kpi_id = reasons.kpi_id
    and compared.period_grain = reasons.period_grain
    and compared.period_start = reasons.period_start
where
    compared.is_first
    or compared.is_other_figure
    or compared.is_other_target
    or compared.is_other_status
    or compared.is_other_definition
