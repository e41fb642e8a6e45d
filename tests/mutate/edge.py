"""Small exports made by hand: on every edge that a measure has, a row on each side. Clocks are Shanghai's."""

from __future__ import annotations

from pathlib import Path

# The calendar goes from 2025-01-05, when a survey was sent, to 2025-02-10.
EXPORTS = {
    "agents": """
agent_id,valid_from,team_id,hired_on,left_on
A1,,T1,,
A2,,T1,2025-01-31,
A3,,T1,,2025-02-01
# moves at the midnight between two months, and within a month
A4,,T1,,
A4,2025-02-01 00:00:00,T2,,
A5,,T1,,
A5,2025-01-15 12:00:00,T2,,
# gone before February; hired after the first state has ended
A6,,T1,,2025-01-20
A7,,T3,2025-01-20,
A7,2025-01-10 00:00:00,T2,2025-01-20,
# one day in a team
A8,2025-01-16 00:00:00,T4,,
A8,2025-01-17 00:00:00,T2,,
""",
    "customers": """
customer_id,segment,region
C1,vip,东
C2,small,西
C3,small,东
""",
    "services": """
service_id,service_name,standard_handling_seconds
S1,a,600
S2,b,0
S3,c,
""",
    "service_requests": """
request_id,request_type,channel,customer_id,agent_id,service_id,created_at,accepted_at,first_response_at,\
first_resolved_at,resolved_at,closed_at,cancelled_at,due_at,is_resolved,is_automated,handling_seconds,duplicate_of
# all moments apart, at night: in UTC it is the day before
R1,problem,phone,C1,A1,S1,2025-01-06 00:30:00,2025-01-07 00:40:00,2025-01-08 01:00:00,\
2025-01-09 02:00:00,2025-01-10 03:00:00,2025-01-11 10:00:00,,2025-01-10 03:00:00,,,600,
# handled on the stroke of the due time; equal durations; capital letter; slower than the standard
R2,Problem,phone,C1,A1,S1,2025-01-13 10:00:00,2025-01-13 10:05:00,2025-01-13 10:10:00,\
2025-01-13 10:30:00,2025-01-13 11:00:00,,,2025-01-13 11:00:00,true,,601,
R3,problem,phone,C1,A1,S1,2025-01-13 12:00:00,2025-01-13 12:05:00,2025-01-13 12:10:00,\
2025-01-13 12:30:00,2025-01-13 13:00:00,,,2025-01-13 12:59:59,false,,601,
R4,inquiry,phone,C1,A1,S1,2025-01-13 14:00:00,2025-01-13 14:05:00,2025-01-13 14:10:00,\
2025-01-13 14:30:00,2025-01-13 15:00:00,,,2025-01-13 14:45:00,,,300,
# cancelled, a duplicate, a machine's answer
R5,problem,web,C2,A4,S1,2025-01-14 10:00:00,2025-01-14 10:07:00,2025-01-14 10:11:00,\
2025-01-14 11:00:00,2025-01-14 12:00:00,,2025-01-14 13:00:00,2025-01-14 18:00:00,true,,100,
R6,problem,web,C2,A4,S1,2025-01-14 10:00:00,2025-01-14 10:09:00,2025-01-14 10:13:00,\
2025-01-14 11:10:00,2025-01-14 12:20:00,,,2025-01-14 18:00:00,true,,110,R5
R7,problem,web,C2,A4,S2,2025-01-14 11:00:00,,2025-01-14 11:00:01,,,,,,,true,,
# moments without a clock; due until the end of a day
R8,fault,app,C3,A5,S3,2025-01-16,2025-01-16 10:00:00,2025-01-16 11:00:00,\
2025-01-16 12:00:00,2025-01-16 23:59:59,,,2025-01-16,,,50,
R9,fault,app,C3,A5,S3,2025-01-17 09:00:00,2025-01-17,2025-01-18,2025-01-18,2025-01-18,,,2025-01-17,,,,
# solved, as it says, and never completed; completed without success; open again; closed alone; a type nobody knows
R10,problem,app,C3,A5,S2,2025-01-20 09:00:00,,,,,,,2025-02-10,true,,20,
R11,problem,app,C3,A5,S1,2025-01-21 09:00:00,,,2025-01-21 10:00:00,2025-01-22 10:00:00,,,2025-01-23 10:00:00,false,,30,
R12,problem,app,C3,A5,S1,2025-01-21 09:00:00,,,2025-01-21 10:00:00,,,,2025-01-23 10:00:00,,,,
R13,haiku,app,C3,A5,S1,2025-01-22 09:00:00,,,,,2025-01-23 09:00:00,,2025-01-23 10:00:00,,,10,
# due at noon of the last day exactly, a second later; before, and resolved after it
R14,inquiry,app,C1,A1,S1,2025-02-10 09:00:00,,,,,,,2025-02-10 12:00:00,,,,
R15,inquiry,app,C1,A1,S1,2025-02-10 09:00:00,,,,,,,2025-02-10 12:00:01,,,,
R16,inquiry,app,C1,A1,S3,2025-02-03 09:00:00,,,2025-02-03 10:00:00,2025-02-05 10:00:00,,,2025-02-04 10:00:00,,,,
# their calls take the time: talk and wrap-up, one of the two, none
R17,problem,phone,C2,A1,S1,2025-02-03 09:00:00,,,,2025-02-03 20:00:00,,,,,,,
R18,problem,phone,C2,A1,S1,2025-02-04 09:00:00,,,,2025-02-04 20:00:00,,,,,,,
R19,problem,phone,C2,A1,S1,2025-02-05 09:00:00,,,,2025-02-05 20:00:00,,,,,,,
R20,problem,phone,C2,A1,S1,2025-02-06 09:00:00,,,,2025-02-06 20:00:00,,,,,,,
R21,problem,phone,C2,A1,S1,2025-02-06 10:00:00,,,,2025-02-06 21:00:00,,,,,,40,
# a type with a standard of its own, and none
R22,fault,phone,C2,A1,S2,2025-02-07 09:00:00,,,,2025-02-07 20:00:00,,,,,,300,
R23,problem,phone,C2,A1,S2,2025-02-07 09:00:00,,,,2025-02-07 20:00:00,,,,,,300,
R24,problem,phone,C2,A1,,2025-02-08 09:00:00,,,,2025-02-08 20:00:00,,,,,,300,
R25,problem,phone,C2,A1,S3,2025-02-08 09:00:00,,,,2025-02-08 20:00:00,,2025-02-08 21:00:00,,,,300,
""",
    "calls": """
call_id,direction,customer_id,agent_id,request_id,started_at,queued_at,answered_at,ended_at,outcome,wrap_up_seconds
# through a menu, at night
K1,inbound,C1,A1,,2025-01-06 01:00:00,2025-01-06 01:00:10,2025-01-06 01:00:30,2025-01-06 01:05:30,answered,
# no direction, no queue, no outcome; equal durations
K2,,C1,A1,,2025-01-06 10:00:00,,2025-01-06 10:00:20,2025-01-06 10:05:20,,
K3,,C1,A1,,2025-01-06 11:00:00,,,2025-01-06 11:00:20,,
# outbound: answered, abandoned, in a queue
K4,outbound,C1,A1,,2025-01-06 12:00:00,,2025-01-06 12:00:08,2025-01-06 12:01:08,answered,
K5,outbound,C1,A1,,2025-01-06 13:00:00,2025-01-06 13:00:00,,2025-01-06 13:00:02,abandoned,
# answered and nobody knows when; answered, says the clock, missed, says the outcome
K6,inbound,C1,A1,,2025-01-07 10:00:00,,,2025-01-07 10:05:00,answered,
K7,inbound,C1,A1,,2025-01-07 11:00:00,,2025-01-07 11:00:10,2025-01-07 11:01:00,missed,
# not ended; ended on a day without a clock; queued on one
K8,inbound,C1,A1,,2025-01-07 12:00:00,,2025-01-07 12:00:10,,answered,
K9,inbound,C1,A1,,2025-01-07 13:00:00,,2025-01-07 13:00:10,2025-01-08,answered,
K10,inbound,C1,A1,,2025-01-07 14:00:00,2025-01-07,2025-01-07 14:00:10,2025-01-07 14:01:00,answered,
# given up after five seconds, six, at an unknown moment
K11,inbound,C1,A1,,2025-01-08 10:00:00,2025-01-08 10:00:10,,2025-01-08 10:00:15,abandoned,
K12,inbound,C1,A1,,2025-01-08 11:00:00,2025-01-08 11:00:10,,2025-01-08 11:00:16,abandoned,
K13,inbound,C1,A1,,2025-01-08 12:00:00,,,,abandoned,
# answered at once; busy; in the queue and no more is known; missed without a queue
K14,inbound,C1,A1,,2025-01-09 10:00:00,,2025-01-09 10:00:03,2025-01-09 10:00:33,answered,
K15,inbound,C1,A1,,2025-01-09 11:00:00,,,2025-01-09 11:00:01,busy,
K16,inbound,C1,A1,,2025-01-09 12:00:00,2025-01-09 12:00:01,,,,
K17,inbound,C1,A1,,2025-01-09 13:00:00,,,2025-01-09 13:00:30,missed,
# of requests
K18,inbound,C2,A1,R17,2025-02-03 09:00:00,,2025-02-03 09:00:10,2025-02-03 09:02:00,answered,20
K19,inbound,C2,A1,R18,2025-02-04 09:00:00,,2025-02-04 09:00:10,2025-02-04 09:02:00,answered,
K20,inbound,C2,A1,R18,2025-02-04 09:30:00,,,2025-02-04 09:32:00,missed,15
K21,inbound,C2,A1,R20,2025-02-06 09:30:00,,,2025-02-06 09:32:00,missed,
K22,inbound,C2,A1,R21,2025-02-06 10:00:00,,2025-02-06 10:00:10,2025-02-06 10:02:00,answered,20
""",
    "complaints": """
complaint_id,customer_id,agent_id,channel,submitted_at,accepted_at,resolved_at,outcome
X1,C1,A1,web,2025-01-06 01:00:00,2025-01-06 02:00:00,2025-01-08 03:00:00,
# equal durations; resolved and nobody knows when; submitted without a clock; open
X2,C1,A1,web,2025-01-09 10:00:00,,2025-01-10 10:00:00,closed
X3,C1,A1,web,2025-01-09 12:00:00,,2025-01-10 12:00:00,closed
X4,C2,A1,web,2025-01-13 10:00:00,,2025-01-14,closed
X5,C2,A1,web,2025-01-13,,2025-01-14 10:00:00,closed
X6,C2,A1,web,2025-01-13 10:00:00,,,
""",
    "survey_responses": """
response_id,survey,dimension,respondent_type,respondent_id,request_id,agent_id,sent_at,responded_at,score,\
scale_min,scale_max
# C1: twice, the mean on the line; C2: three times, one answer below it; C3: the mean a hair's breadth below the line
Q1,csat,overall,customer,C1,,A1,2025-01-05 10:00:00,2025-01-06 01:00:00,3,,
Q2,csat,,customer,C1,,A1,2025-01-05 10:00:00,2025-01-06 12:00:00,5,,
Q3,csat,overall,customer,C2,,A1,,2025-01-07 10:00:00,4,,
Q4,csat,overall,customer,C2,,A1,,2025-01-08 10:00:00,2,,
Q5,csat,overall,customer,C2,,A1,,2025-01-09 10:00:00,1,,
# nobody known, twice; a partner about a customer's request
Q6,csat,overall,,,,A1,,2025-01-09 10:00:00,4,,
Q7,csat,overall,,,,A1,,2025-01-09 10:00:00,2,,
Q8,csat,overall,partner,P1,R1,A1,,2025-01-09 10:00:00,5,,
Q9,csat,overall,partner,P2,R1,A1,,2025-01-09 10:00:00,5,,
# another dimension; not answered; beyond the scale; at its ends; an answer without a moment; no width
Q10,csat,attitude,customer,C3,,A1,,2025-01-10 10:00:00,1,,
Q11,csat,overall,customer,C3,,A1,2025-01-10 10:00:00,2025-01-10 10:30:00,,,
Q12,csat,overall,customer,C4,,A1,,2025-01-10 10:00:00,9,,
Q13,csat,overall,customer,C5,,A1,,2025-01-10 10:00:00,5,5,5
Q14,csat,overall,customer,C6,,A1,2025-01-10 10:00:00,,4,,
# other scales: 6 of 1 to 7 on its threshold, 3 of 0 to 4 on that of a scale nobody knows, 0.8 of 0 to 1 below
Q15,csat,overall,customer,C7,,A1,,2025-01-13 10:00:00,2,1,3
Q16,csat,overall,customer,C8,,A1,,2025-01-13 10:00:00,6,1,7
Q17,csat,overall,customer,C9,,A1,,2025-01-13 10:00:00,3,0,4
Q18,csat,overall,customer,C10,,A1,,2025-01-13 10:00:00,80,0,100
Q19,csat,overall,customer,C11,,A1,,2025-01-13 10:00:00,0.8,0,1
# a mean of 0.75 that doubles miss by a hair
Q20,csat,overall,customer,C12,,A1,,2025-01-14 10:00:00,0,0,7
Q21,csat,overall,customer,C12,,A1,,2025-01-14 10:01:00,6,0,7
Q22,csat,overall,customer,C12,,A1,,2025-01-14 10:02:00,6,0,7
Q23,csat,overall,customer,C12,,A1,,2025-01-14 10:03:00,6,0,7
Q24,csat,overall,customer,C12,,A1,,2025-01-14 10:04:00,6,0,7
Q25,csat,overall,customer,C12,,A1,,2025-01-14 10:05:00,6,0,7
Q26,csat,overall,customer,C12,,A1,,2025-01-14 10:06:00,6,0,7
Q27,csat,overall,customer,C12,,A1,,2025-01-14 10:07:00,6,0,7
# in a month of its own
Q28,csat,overall,customer,C1,,A1,,2025-02-03 10:00:00,4,,
# reviews: twice by one, once by another
Q30,review,overall,customer,C1,,A1,,2025-01-15 10:00:00,5,,
Q31,review,overall,customer,C1,,A1,,2025-01-15 11:00:00,3,,
Q32,review,overall,customer,C2,,A1,,2025-01-15 12:00:00,2,,
# employees: five of them, one twice, two of nobody known; one about a customer's request
Q40,employee,overall,agent,A1,,,,2025-01-16 10:00:00,5,,
Q41,employee,overall,agent,A1,,,,2025-01-17 10:00:00,1,,
Q42,employee,overall,agent,A2,R1,,,2025-01-17 10:00:00,4,,
Q43,employee,overall,agent,A3,,,,2025-01-17 10:00:00,4,,
Q44,employee,overall,agent,A4,,,,2025-01-17 10:00:00,2,,
Q45,employee,overall,,,,A1,,2025-01-17 10:00:00,4,,
Q46,employee,overall,,,,A1,,2025-01-17 10:00:00,4,,
""",
    "quality_audits": """
audit_id,item_id,criterion,agent_id,audited_at,is_applicable,is_passed,error_count
# at night; all passed; one failed and counted
Z1,1,correct_handling,A1,2025-01-06 01:00:00,,true,
Z1,2,attitude,A1,2025-01-06 01:00:00,,false,3
# two items on handling, one failed; one on handling fails and does not apply; one without a verdict
Z2,1,correct_handling,A1,2025-01-07 10:00:00,true,true,
Z2,2,correct_handling,A1,2025-01-07 10:00:00,true,false,
Z3,1,correct_handling,A1,2025-01-08 10:00:00,true,true,
Z3,2,correct_handling,A1,2025-01-08 10:00:00,false,false,2
Z4,1,correct_handling,A1,2025-01-09 10:00:00,true,true,
Z4,2,correct_handling,A1,2025-01-09 10:00:00,true,,
# none on handling; the lowest item comes last; one error, and none
Z5,1,attitude,A1,2025-01-13 10:00:00,true,true,
Z5,2,attitude,A1,2025-01-10 10:00:00,true,false,
Z6,1,attitude,A1,2025-01-10 10:00:00,true,true,0
""",
    "training_records": """
course_id,agent_id,scheduled_on,attended,passed
L1,A1,2025-01-08,true,
L2,A1,2025-01-09,true,true
L1,A2,2025-01-31,false,true
L1,A3,2025-01-08,,
# trained in the first of two teams; trained after leaving
L1,A5,2025-01-08,true,
L1,A6,2025-02-03,true,
""",
    "agent_goals": """
goal_id,agent_id,kind,set_on,due_on,completed_on
G1,A1,goal,2025-01-01,2025-01-31,2025-01-31
G2,A1,goal,2025-01-01,2025-01-31,2025-02-01
G3,A1,goal,2025-01-01,2025-01-31,
G4,A1,goal,2025-01-01,2025-02-10,2025-02-09
G5,A1,improvement_plan,2025-01-01,2025-01-31,2025-01-30
G6,A1,improvement_plan,2025-01-01,2025-01-31,2025-02-01
G7,A1,improvement_plan,2025-01-01,2025-02-10,
""",
    "agent_assessments": """
agent_id,assessed_on,dimension,score,max_score
# up, down and up again; on one day twice; another dimension; without a maximum
A1,2025-01-06,,60,100
A1,2025-01-13,overall,40,100
A1,2025-01-20,overall,8,10
A1,2025-01-27,overall,50,100
A1,2025-01-27,,90,100
A1,2025-01-28,tools,10,100
A1,2025-01-30,overall,5,0
A1,2025-02-03,overall,70,100
A1,2025-02-04,overall,5,0
A1,2025-02-05,overall,66,100
# no overall one; one alone; one, and one after it; a team between
A6,2025-01-06,tools,50,100
A6,2025-01-13,tools,60,100
A2,2025-01-31,overall,50,100
A3,2025-01-08,overall,50,100
A3,2025-02-01,overall,60,100
A5,2025-01-08,overall,50,100
A5,2025-01-22,overall,60,100
A5,2025-01-29,overall,-1,-2
""",
}


def write(folder: Path) -> Path:
    """The exports as files; lines that begin with # are for the reader of this page alone."""
    folder.mkdir(parents=True)
    for entity, text in EXPORTS.items():
        lines = [line for line in text.strip().split("\n") if not line.startswith("#")]
        (folder / f"{entity}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
