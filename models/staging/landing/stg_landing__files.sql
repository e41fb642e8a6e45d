-- Grain: one row per landed file of the present company.
select
    source_name,
    table_name,
    source_file,
    sha256,
    encoding,
    file_format,
    delivery,
    file_order,
    size_bytes,
    landed_rows,
    is_in_force,
    cast(landed_at as timestamp) as landed_at,
    landed_as,
    unknown_columns
from {{ source('landing', 'files') }}
