{# The rows of an export that do not stand, as a query, with why:
   rejected (the contract, or the same key again in one full file), superseded (a later copy of the key), deleted.
   Only keys that occur twice are ranked: a window over every row would cost more than all else. #}
{% macro set_aside_rows(entity) -%}
    {%- set key = contract_of(entity).key if execute else ['source_row'] -%}
    {%- set key_text -%}
        {%- for column in key -%}
        coalesce(cast({{ column }} as {{ dbt.type_string() }}), ''){{ " || chr(31) || " if not loop.last }}
        {%- endfor -%}
    {%- endset -%}
    select
        '{{ entity }}' as entity, source_name, source_file, source_row, source_line,
        'rejected' as verdict, rejected_because
    from ({{ union_sources(entity) }}) as landed
    where rejected_because is not null
    union all
    select
        '{{ entity }}' as entity, source_name, source_file, source_row, source_line,
        case
            when delivery = 'full' and nth_in_file > 1 then 'rejected'
            when delivery = 'append' and nth_copy > 1 then 'superseded'
            else 'deleted'
        end as verdict,
        case
            when delivery = 'full' and nth_in_file > 1
                then '{{ key[0] }}: the key ({{ key | join(', ') }}) stands in this file before'
        end as rejected_because
    from (
        select
            copies.*,
            files.delivery,
            -- Later copy first: by its own updated_at, else the later file, else the later row.
            row_number() over (
                partition by copies.source_name, copies.row_key
                order by copies.updated_at desc nulls last, files.file_order desc, copies.source_row desc
            ) as nth_copy,
            row_number() over (
                partition by copies.source_name, copies.source_file, copies.row_key
                order by copies.source_row
            ) as nth_in_file
        from (
            select
                source_name, source_file, source_row, source_line, updated_at, is_deleted, rejected_because,
                {{ key_text }} as row_key
            from ({{ union_sources(entity) }}) as landed
        ) as copies
        inner join (
            select source_name, {{ key_text }} as row_key
            from ({{ union_sources(entity) }}) as landed
            group by source_name, {{ key_text }}
            having count(*) > 1 or bool_or(is_deleted)
        ) as repeated
            on copies.source_name = repeated.source_name and copies.row_key = repeated.row_key
        inner join {{ ref('stg_landing__files') }} as files
            on copies.source_name = files.source_name and copies.source_file = files.source_file
        where copies.rejected_because is null
    ) as ranked
    where
        (delivery = 'full' and nth_in_file > 1)
        or (delivery = 'append' and nth_copy > 1)
        or coalesce(is_deleted, false)
{%- endmacro %}
