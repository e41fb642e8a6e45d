{# All rows of the same `per` say the same in each of these columns. #}
{% test one_value(model, columns, per) %}
select {{ per }}
from {{ model }}
group by {{ per }}
having
    false
    {%- for column in columns %}
    or count(distinct {{ column }}) <> 1
    {%- endfor %}
{% endtest %}
