{# The columns together are a key: none of them is empty, and no combination stands twice. What is not part of the key
   and yet never empty is tested beside it: one test a table, where there would be one a column.
   columns: the parts of the key; may_be_empty: parts that a row may leave empty (two empty ones are equal);
   given: other columns that no row leaves empty. #}
{% test unique_combination(model, columns, may_be_empty=[], given=[]) %}
{%- set key = columns | join(',\n    ') %}
{%- set never_empty = columns | reject('in', may_be_empty) | list %}
select
    {{ key }},
    count(*) as copies
from {{ model }}
group by
    {{ key }}
having
    count(*) > 1
    {%- for column in never_empty %}
    or {{ column }} is null
    {%- endfor %}
    {%- for column in given %}
    or count({{ column }}) < count(*)
    {%- endfor %}
{% endtest %}
