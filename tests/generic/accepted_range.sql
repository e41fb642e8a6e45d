{# A number lies from `min` to `max`, both included, and above `above`; each may be left out. Null lies nowhere and
   passes. Whole rows are selected: their ids and their source file say what to look at. #}
{% test accepted_range(model, column_name, min=none, max=none, above=none) %}
select *
from {{ model }}
where
    false
    {%- if min is not none %}
    or {{ column_name }} < {{ min }}
    {%- endif %}
    {%- if max is not none %}
    or {{ column_name }} > {{ max }}
    {%- endif %}
    {%- if above is not none %}
    or {{ column_name }} <= {{ above }}
    {%- endif %}
{% endtest %}
