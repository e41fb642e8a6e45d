-- Grain: one row per row of the customer support file, its local writing of moments and days turned into ISO text.
-- What is not in that writing stays as it is, for the contract to judge.
{%- set moments = {'reported_at': '"Issue_reported at"', 'issue_responded_at': 'issue_responded'} %}
{%- set months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] %}
select
    *,
    {%- for name, text in moments.items() %}
    -- 26/08/2023 18:39
    case
        when {{ text }} like '__/__/____ __:__'
            then substr({{ text }}, 7, 4) || '-' || substr({{ text }}, 4, 2) || '-' || substr({{ text }}, 1, 2)
                || substr({{ text }}, 11)
        else {{ text }}
    end as {{ name }},
    {%- endfor %}
    -- 26-Aug-23
    case
        {%- for month in months %}
        when "Survey_response_Date" like '__-{{ month }}-__'
            then '20' || substr("Survey_response_Date", 8, 2) || '-{{ '%02d' % loop.index }}-'
                || substr("Survey_response_Date", 1, 2)
        {%- endfor %}
        else "Survey_response_Date"
    end as rated_on
from {{ source('ecommerce', 'customer_support') }}
