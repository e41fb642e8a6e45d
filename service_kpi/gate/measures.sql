-- What the expectations on landed files look at: a row per file in force (column_name '*'), per column of it, and per
-- table (source_file null). A measure is null where there is nothing to judge. Parameters: few (rows from which a share
-- says something), last (deliveries that are looked back on). An earlier delivery is another content of the same series:
-- a file before it in the landing, or one that an earlier run had in its place.
with landed as (
    select distinct
        root, source_name, table_name, series, source_file, delivery_id, first_run, file_order, is_in_force, rows
    from profiles.columns
),

pairs as (
    select
        later.delivery_id,
        earlier.delivery_id as earlier_id,
        earlier.rows as earlier_rows
    from landed as later
    inner join landed as earlier using (root, source_name, table_name, series)
    where
        later.is_in_force
        and earlier.rows > 0
        and later.delivery_id <> earlier.delivery_id
        and case
            when earlier.file_order is null then earlier.first_run < later.first_run
            else earlier.file_order < later.file_order
        end
    qualify
        row_number() over (
            partition by later.delivery_id
            order by earlier.file_order desc nulls last, earlier.first_run desc, earlier.delivery_id
        ) <= $last
),

usual_rows as (
    select
        delivery_id,
        count(*) as deliveries,
        min(earlier_rows) as least_rows,
        max(earlier_rows) as most_rows
    from pairs
    group by delivery_id
),

usual as (
    select
        pairs.delivery_id,
        earlier.column_name,
        count(*) as deliveries,
        min(earlier.given / earlier.rows) as least_given,
        min(earlier.distinct_values) as least_distinct,
        max(earlier.distinct_values) as most_distinct,
        min(earlier.mean_value) as least_mean,
        max(earlier.mean_value) as most_mean
    from pairs
    inner join profiles.columns as earlier on pairs.earlier_id = earlier.delivery_id
    where earlier.is_declared
    group by
        pairs.delivery_id,
        earlier.column_name
),

of_files as (
    select
        landed.*,
        usual_rows.least_rows,
        usual_rows.most_rows,
        case when usual_rows.least_rows >= 5 * $few then landed.rows / usual_rows.least_rows end as rows_not_collapsed,
        case
            when usual_rows.deliveries >= 3 and landed.rows > 0 and usual_rows.least_rows >= $few
                then greatest(landed.rows / usual_rows.most_rows, usual_rows.least_rows / landed.rows)
        end as rows_as_usual
    from landed
    left join usual_rows using (delivery_id)
    where landed.is_in_force
),

of_columns as (
    select
        columns.*,
        columns.given / columns.rows as share_given,
        usual.* exclude (delivery_id, column_name)
    from profiles.columns as columns
    left join usual using (delivery_id, column_name)
    where columns.is_in_force and columns.is_declared and columns.rows > 0
),

-- A column that every earlier delivery had and this one has not.
gone as (
    select
        landed.*,
        usual.column_name
    from landed
    inner join usual_rows using (delivery_id)
    inner join usual using (delivery_id)
    left join profiles.columns as there
        on landed.delivery_id = there.delivery_id and usual.column_name = there.column_name
    where landed.is_in_force and landed.rows > 0 and usual.deliveries = usual_rows.deliveries and there.rows is null
),

moments as (
    select
        columns.root,
        columns.source_name,
        columns.table_name,
        columns.column_name,
        sum(columns.rows) over (partition by source_name, columns.table_name, columns.column_name) as rows,
        clocks.as_of,
        unnest(columns.newest) as moment
    from profiles.columns as columns
    inner join profiles.clocks as clocks using (source_name)
    where columns.is_in_force and columns.is_moment
),

-- Among its newest moments may be some that are misspelt into the future.
of_tables as (
    select
        source_name,
        table_name,
        min_by(column_name, -epoch(moment)) as column_name,
        cast(cast(max(moment) as date) as varchar) as newest,
        greatest(0::double, date_diff('second', max(moment), min(as_of)) / 86400) as fresh
    from moments
    where moment < as_of + interval 1 day
    group by
        source_name,
        table_name
    having min(rows) >= $few
)

select
    source_name, table_name, source_file, column_name, data_type, rows, given, share_given,
    least_given, least_distinct, most_distinct, least_mean, most_mean, mean_value, distinct_values,
    if(deliveries > 0, 1::double, null) as column_still_there,
    if(is_required and rows >= $few, share_given, null) as required_given,
    if(not is_required and least_given >= 0.1 and rows >= $few, share_given, null) as column_not_emptied,
    case
        when not is_required and rows >= $few and least_given is not null then greatest(0::double, least_given - share_given)
    end as given_as_usual,
    if(given >= $few, readable / given, null) as readable,
    if(given >= $few, known / given, null) as known_values,
    if(is_key and given >= $few, least(1::double, distinct_values / given), null) as keys_distinct,
    if(coalesce(data_type, 'text') = 'text', cast(longest_text as double), null) as texts_short,
    case
        when not is_key and given >= $few and data_type = 'text' and most_distinct <= 50 and least_distinct > 0
            then greatest(distinct_values / most_distinct, least_distinct / distinct_values)
    end as values_as_usual,
    case
        when given >= $few and mean_value > 0 and least_mean > 0
            then greatest(mean_value / most_mean, least_mean / mean_value)
    end as mean_as_usual
from of_columns
union all by name
select source_name, table_name, source_file, column_name, 0::double as column_still_there from gone
union all by name
select
    source_name, table_name, source_file, '*' as column_name, rows, least_rows, most_rows,
    rows_not_collapsed, rows_as_usual
from of_files
union all by name
select source_name, table_name, cast(null as varchar) as source_file, column_name, newest, fresh from of_tables
order by source_name, table_name, source_file, column_name
