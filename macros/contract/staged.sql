{# The staging of an export that comes in the contract's shape (source `standard`). One row per landed row, whatever
   becomes of it. A file is read when it is landed or landed anew; besides, with each as_of while a row of it lies in the
   future. #}
{% macro staged(entity) -%}
{%- call partitioned_by('source_file', stamped=false) -%}
    select
        files.source_file as partition,
        files.landed_as || coalesce(early.as_of, '') as inputs
    from {{ ref('stg_landing__files') }} as files
    left join (
        select distinct
            staged.source_file,
            ' as of ' || cast(run.as_of as varchar) as as_of
        from {{ this }} as staged
        cross join {{ ref('stg_landing__run_context') }} as run
        where staged.rejected_because like '%: in the future'
    ) as early on files.source_file = early.source_file
    where files.source_name = 'standard' and files.table_name = '{{ entity }}' and files.is_in_force
{%- endcall -%}
with source as (
    select * from ({{ source_as_declared('standard', entity) }}) as declared
    where {{ is_touched('_file') }}
),

{{ read_and_judge(entity, 'source') }}
{%- endmacro %}
