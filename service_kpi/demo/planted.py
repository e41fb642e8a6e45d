"""Rows planted by name at the end of the demo's files: eleven bad ones and two odd ones that are accepted.

Ids are spelt as what is wrong with them, so that a reader who meets one in a report knows it again.
"""

PLANTED: dict[str, list[dict[str, str]]] = {
    "service_requests_2025H1.csv": [
        {  # the month does not exist
            "request_id": "R-BAD-TIMESTAMP",
            "request_type": "consultation",
            "channel": "phone",
            "created_at": "2025-13-05 09:12:00",
        },
        {
            "request_id": "R-NO-TYPE",
            "request_type": "",
            "channel": "online",
            "created_at": "2025-03-18 14:20:00",
        },
        {
            "request_id": "R-RESOLVED-BEFORE-CREATED",
            "request_type": "problem",
            "channel": "wechat",
            "created_at": "2025-04-02 10:00:00",
            "resolved_at": "2025-04-01 16:30:00",
        },
    ],
    "calls.csv": [
        {  # accepted: an agent whom the agents export does not know is the member 'unknown'
            "call_id": "C-UNKNOWN-AGENT",
            "direction": "inbound",
            "queue": "咨询队列",
            "agent_id": "A9999",
            "started_at": "2025-05-20 15:00:00",
            "queued_at": "2025-05-20 15:00:10",
            "answered_at": "2025-05-20 15:00:22",
            "ended_at": "2025-05-20 15:04:40",
            "outcome": "answered",
        },
        {
            "call_id": "C-BAD-OUTCOME",
            "direction": "inbound",
            "started_at": "2025-05-21 11:05:00",
            "outcome": "hung_up",
        },
        {
            "call_id": "C-ENDED-BEFORE-ANSWERED",
            "direction": "inbound",
            "agent_id": "A1001",
            "started_at": "2025-05-22 16:00:00",
            "answered_at": "2025-05-22 16:02:00",
            "ended_at": "2025-05-22 16:01:00",
            "outcome": "answered",
        },
        {  # a row cut short in the middle
            "call_id": "C-CUT-SHORT",
            "direction": "inbound",
            "queue": "售后队列",
            "agent_id": "A1002",
            "started_at": "2025-05-23 09:30:00",
            "cut_after": "started_at",
        },
    ],
    "complaints.csv": [
        {
            "complaint_id": "TS-NO-TIME",
            "channel": "phone",
            "category": "服务态度",
            "severity": "一般",
            "submitted_at": "",
        },
    ],
    "survey_responses.csv": [
        {  # nine of five
            "response_id": "Q-OFF-SCALE",
            "dimension": "overall",
            "survey": "csat",
            "respondent_type": "customer",
            "responded_at": "2025-05-24 20:15:00",
            "score": "9",
            "scale_min": "1",
            "scale_max": "5",
        },
        {  # accepted: a remark of two lines, with commas and quotes
            "response_id": "Q-TWO-LINES",
            "dimension": "overall",
            "survey": "csat",
            "respondent_type": "customer",
            "channel": "phone",
            "collection_method": "online",
            "responded_at": "2025-05-25 21:40:00",
            "score": "4",
            "scale_min": "1",
            "scale_max": "5",
            "comment": '第一次打不通,第二次很快。\n客服说"请放心",果然当天修好了。',
        },
    ],
    "quality_audits.csv": [
        {
            "audit_id": "QA-BAD-CRITERION",
            "item_id": "IT1",
            "criterion": "politeness",
            "audited_at": "2025-05-26 10:00:00",
        },
    ],
    "orders.csv": [
        {
            "order_id": "O-AMOUNT-IN-WORDS",
            "customer_id": "K100001",
            "ordered_at": "2025-05-27 12:00:00",
            "amount": "一百二十元",
            "currency": "CNY",
        },
    ],
    "member_activity.csv": [
        {  # the year 2052 for 2025
            "activity_id": "M-IN-THE-FUTURE",
            "customer_id": "K100001",
            "occurred_at": "2052-05-28 12:00:00",
            "points_earned": "50",
            "points_redeemed": "0",
        },
    ],
}
