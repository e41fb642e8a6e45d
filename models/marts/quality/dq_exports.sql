-- Grain: one row per export of the contract: what was found of the rows of its files in force, counted.
with exports as (
    select * from {{ ref('int_exports') }}
),

files as (
    select
        files.*,
        reconciliation.entity,
        reconciliation.landed
    from {{ ref('dq_reconciliation') }} as reconciliation
    inner join {{ ref('stg_landing__files') }} as files
        on reconciliation.source_name = files.source_name
        and reconciliation.source_file = files.source_file
    where files.is_in_force
),

landed as (
    select
        entity,
        sum(landed) as landed_rows,
        {{ listed('unknown_columns') }} as columns_unknown
    from files
    group by entity
),

-- Each row that does not stand by what is wrong with it; a later copy in a later file is no fault.
faults as (
    select
        entity,
        case
            when is_repeat then 'repeated'
            when verdict <> 'rejected' then 'none'
            when rejected_because like '%: before %' or rejected_because like '%: in the future'
                or rejected_because like '%: outside its scale' or rejected_because like '%: no exchange rate on its day'
                then 'inconsistent'
            when rejected_because like '%: required but empty' or rejected_because like '%: stands for nothing'
                or rejected_because like '%: at least one of %' or rejected_because like 'row: the row has %'
                or rejected_because like '%: required where there is an amount'
                then 'incomplete'
            else 'invalid'
        end as fault
    from {{ ref('int_set_aside_rows') }}
),

fault_counts as (
    select
        entity,
        count(*) filter (where fault = 'incomplete') as incomplete_rows,
        count(*) filter (where fault = 'invalid') as invalid_rows,
        count(*) filter (where fault = 'repeated') as repeated_rows,
        count(*) filter (where fault = 'inconsistent') as inconsistent_rows
    from faults
    group by entity
),

reference_counts as (
    select
        entity,
        sum(given) as reference_values,
        sum(unknown) as unknown_references
    from {{ ref('dq_references') }}
    group by entity
),

-- What the gate said of its files: how old the newest moment is, and what was not met.
expectations as (
    select
        files.entity,
        expectations.expectation,
        expectations.column_name,
        expectations.passed,
        expectations.observed,
        expectations.limit_value
    from {{ ref('stg_landing__expectations') }} as expectations
    inner join (select distinct entity, source_name, table_name from files) as files
        on expectations.source_name = files.source_name
        and expectations.table_name = files.table_name
),

expectation_counts as (
    select
        entity,
        count(*) filter (where not passed) as expectations_failed,
        max(observed) filter (where expectation = 'fresh') as days_old,
        min(limit_value) filter (where expectation = 'fresh') as days_allowed,
        {{ listed("case when expectation = 'column_still_there' and not passed then column_name end") }} as columns_gone
    from expectations
    group by entity
),

needed as (
    select distinct
        entity,
        column_name
    from {{ ref('kpi_inputs') }}
    where column_name <> '*'
),

absent as (
    select
        needed.entity,
        {{ listed('needed.column_name') }} as columns_absent
    from needed
    left join {{ ref('int_export_columns') }} as given
        on needed.entity = given.entity
        and needed.column_name = given.column_name
    where given.column_name is null
    group by needed.entity
)

select
    exports.entity,
    exports.is_present,
    coalesce(landed.landed_rows, 0) as landed_rows,
    coalesce(fault_counts.incomplete_rows, 0) as incomplete_rows,
    coalesce(fault_counts.invalid_rows, 0) as invalid_rows,
    coalesce(fault_counts.repeated_rows, 0) as repeated_rows,
    coalesce(fault_counts.inconsistent_rows, 0) as inconsistent_rows,
    coalesce(reference_counts.reference_values, 0) as reference_values,
    coalesce(reference_counts.unknown_references, 0) as unknown_references,
    expectation_counts.days_old,
    expectation_counts.days_allowed,
    coalesce(expectation_counts.expectations_failed, 0) as expectations_failed,
    expectation_counts.columns_gone,
    case when exports.is_present then absent.columns_absent end as columns_absent,
    landed.columns_unknown
from exports
left join landed on exports.entity = landed.entity
left join fault_counts on exports.entity = fault_counts.entity
left join reference_counts on exports.entity = reference_counts.entity
left join expectation_counts on exports.entity = expectation_counts.entity
left join absent on exports.entity = absent.entity
