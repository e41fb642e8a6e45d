{# The columns together are a key: none of them is empty, and no combination stands twice.
   columns: the parts of the key; may_be_empty: parts that a row may leave empty (two empty ones are equal). #}
{% test unique_combination(model, columns, may_be_empty=[]) %}
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
{% endtest %}
