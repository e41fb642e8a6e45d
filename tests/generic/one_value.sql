{# All rows of the same `per` say the same here. #}
{% test one_value(model, column_name, per) %}
select {{ per }}
from {{ model }}
group by {{ per }}
having count(distinct {{ column_name }}) <> 1
{% endtest %}
