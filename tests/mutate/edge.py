"""Small exports made by hand: on every edge that a measure has, a row on each side. Clocks are Shanghai's."""

from __future__ import annotations

from pathlib import Path

DIMENSIONS = (
    *("attitude", "professionalism", "problem_solving", "response_speed", "product_quality", "price", "environment"),
    *("company_image", "relationship", "communication", "delivery", "after_sales", "personalisation"),
    "price_tolerance",
)

# The calendar goes from 2025-01-05, when a survey was sent, to 2025-02-10. What follows an underscore is another part
# of the same export.
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
# hired on the first of a month; gone on the day of a move, and on the day before a move
A10,,T1,2025-02-01,
A11,,T1,,2025-01-25
A11,2025-01-25 12:00:00,T2,,2025-01-25
A12,,T1,,2025-01-22
A12,2025-01-23 00:00:00,T2,,2025-01-22
""",
    "customers": """
customer_id,segment,region,member_tier
C1,vip,东,gold
C2,small,西,silver
C3,small,东,
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
# accepted at once and never answered, accepted later
R27,problem,phone,C2,A1,S3,2025-02-06 09:00:00,2025-02-06 09:02:00,,,,,,,,,,
R26,problem,phone,C2,A1,S3,2025-02-06 09:00:00,2025-02-06 09:30:30,,,,,,,,,,
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
# a partner and a third party of the same id
Q47,employee,overall,partner,P1,,,,2025-02-10 10:00:00,5,,
Q48,employee,overall,third_party,P1,,,,2025-02-10 10:00:00,1,,
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
    "request_events": """
event_id,request_id,event_type,occurred_at,actor_id,actor_type,from_value,to_value,is_public
# came back: on the edges of the window
B1-1,B1,reopened,2025-01-13 09:00:00,,,,,
B2-1,B2,reopened,2025-01-14 09:00:00.000001,,,,,
B3-1,B3,reopened,2025-01-08 09:00:00,,,,,
B4-1,B4,reopened,2025-01-09 08:59:59.999999,,,,,
B5-1,B5,status_changed,2025-01-11 09:00:00,,,Resolved,on_hold,
B6-1,B6,status_changed,2025-01-12 09:00:00,,,pending,open,
B7-1,B7,status_changed,2025-01-13 09:00:00,,,resolved,closed,
B8-1,B8,status_changed,2025-01-14 09:00:00,,,what,open,
B10-1,B10,escalated,2025-01-15 09:00:00,,,,,
B11-1,B11,status_changed,2025-01-16 09:00:00,,,open,resolved,
B19-1,B19,reopened,2025-01-22 00:00:00,,,,,
B20-1,B20,reopened,2025-01-18 09:00:00,,,,,
B21-1,B21,reopened,2025-01-19 09:00:00,,,,,
B22-1,B22,reopened,2025-01-20 09:00:00,,,,,
B22-2,B22,merged,2025-01-20 09:00:00,,,,B1,
B23-1,B23,merged,2025-01-21 09:00:00,,,,B23,
B24-1,B24,merged,2025-01-22 09:00:00,,,,,
B25-1,B25,status_changed,2025-01-23 10:00:00,,,unheard,open,
B26-1,B26,status_changed,2025-01-24 10:00:00,,,resolved,unheard,
B27-1,B27,reopened,2025-02-02 09:00:00,,,,,
D6b-1,D6b,merged,2025-01-11 09:00:00.000002,,,,D1,
F13-1,F13,reopened,2025-01-18 09:00:00,,,,,
# states
S8-1,S8,reopened,2025-01-17 00:00:00,,,,,
S9-1,S9,reopened,2025-01-15 10:00:00,,,,,
S10-1,S10,reopened,2025-01-17 10:00:00,,,,Pending,
S11-1,S11,status_changed,2025-01-15 10:00:00,,,,cancelled,
S11-2,S11,status_changed,2025-01-17 10:00:00,,,,new,
S12-1,S12,status_changed,2025-01-22 10:00:00,,,,closed,
S13-1,S13,reopened,2025-01-23 10:00:00,,,,,
S14-1,S14,status_changed,2025-01-24 11:00:00,,,,on_hold,
S15-1,S15,status_changed,2025-02-06 10:00:00,,,,挂起,
S16-1,S16,status_changed,2025-02-06 10:00:00,,,,what,
S17-1,S17,reopened,2025-01-25 10:00:00,,,,,
S18-10,S18,status_changed,2025-01-27 10:00:00,,,,open,
S18-9,S18,status_changed,2025-01-27 10:00:00,,,,closed,
S18-11,S18,status_changed,2025-01-29 10:00:00,,,,open,
S19-10,S19,status_changed,2025-01-27 10:00:00,,,,closed,
S19-9,S19,status_changed,2025-01-27 10:00:00,,,,open,
S19-91,S19,status_changed,2025-01-29 10:00:00,,,,open,
S27-1,S27,merged,2025-02-05 11:00:00,,,,S15,
S28-1,S28,status_changed,2025-01-22 10:00:00,,,,unheard,
S28-2,S28,reopened,2025-01-24 10:00:00,,,,,
S29-1,S29,status_changed,2025-02-03 10:00:00,,,,closed,
S29-2,S29,reopened,2025-02-05 10:00:00,,,,,
S30-1,S30,reopened,2025-01-15 10:00:00,,,,,
S30-2,S30,reopened,2025-01-18 10:00:00,,,,,
# waits for a reply
W1-1,W1,customer_message,2025-01-08 09:10:00,,,,,
W1-2,W1,agent_reply,2025-01-08 09:30:00,A2,agent,,,true
W1-3,W1,agent_reply,2025-01-08 09:31:00,A3,agent,,,
W1-4,W1,customer_message,2025-01-08 10:00:00,,,,,
W1-5,W1,agent_reply,2025-01-08 10:01:00,A1,agent,,,false
W1-6,W1,agent_reply,2025-01-08 10:02:00,,system,,,
W1-7,W1,agent_reply,2025-01-08 10:03:00,,customer,,,
W1-8,W1,assigned,2025-01-08 10:04:00,A1,agent,,,
W1-9,W1,customer_message,2025-01-08 10:05:00,,,,,
W1-10,W1,agent_reply,2025-01-08 10:20:00,,,,,
W1-11,W1,customer_message,2025-01-08 11:00:00,,,,,
W3-1,W3,agent_reply,2025-01-09 09:05:00,A1,agent,,,
W3-2,W3,customer_message,2025-01-09 09:05:00,,,,,
W4-9,W4,agent_reply,2025-01-09 09:05:00,A2,agent,,,
W4-10,W4,agent_reply,2025-01-09 09:05:00,A7,agent,,,
W5-1,W5,agent_reply,2025-01-10 09:00:00,A1,agent,,,
W6-1,W6,customer_message,2025-01-11 08:00:00,,,,,
W6-2,W6,agent_reply,2025-01-11 08:30:00,A1,agent,,,
W6-3,W6,agent_reply,2025-01-11 08:40:00,A1,agent,,,
W8-1,W8,agent_reply,2025-01-12 09:08:00,A2,agent,,,
W8-2,W8,customer_message,2025-01-12 09:08:00,,,,,
W9-1,W9,agent_reply,2025-01-13 09:09:00,A2,agent,,,false
W10-1,W10,agent_reply,2025-01-13 09:10:00,A2,system,,,
W11-1,W11,agent_reply,2025-01-14 10:00:00,A1,agent,,,
W11-2,W11,customer_message,2025-01-14 11:00:00,,,,,
W11-3,W11,agent_reply,2025-01-14 11:01:00,A1,agent,,,
W12-1,W12,agent_reply,2025-01-15,A1,agent,,,
W14-1,W14,agent_reply,2025-01-14 09:02:00,A1,agent,,,
W14-2,W14,customer_message,2025-01-15,,,,,
W14-3,W14,agent_reply,2025-01-15 10:00:00,A1,agent,,,
W15-1,W15,agent_reply,2025-02-01 00:00:00,A4,agent,,,
W16-1,W16,agent_reply,2025-01-31 23:59:59,A4,agent,,,
W17-1,W17,agent_reply,2025-01-16 09:01:00,A99,agent,,,
W18-1,W18,agent_reply,2025-01-16 09:02:00,A1,agent,,,
W19-1,W19,agent_reply,2025-01-17 09:02:00,A1,agent,,,
W20-1,W20,agent_reply,2025-01-17 09:03:00,A1,agent,,,
W20-2,W20,merged,2025-01-17 09:04:00,,,,W18,
W99-1,W99,agent_reply,2025-01-17 09:03:00,A1,agent,,,
# handed over
T1-1,T1,agent_reply,2025-01-20 09:05:00,A1,agent,,,
T1-2,T1,transferred,2025-01-20 10:00:00,,,T1,T2,
T1-3,T1,transferred,2025-01-20 10:10:00,A5,agent,T1,T2,
T1-4,T1,agent_reply,2025-01-20 10:20:00,A1,agent,,,
T1-5,T1,agent_reply,2025-01-20 10:25:00,A1,system,,,
T1-6,T1,agent_reply,2025-01-20 10:26:00,,agent,,,
T1-7,T1,assigned,2025-01-20 10:27:00,A2,agent,,,
T1-8,T1,status_changed,2025-01-20 10:30:00,A2,agent,,open,
T2-1,T2,agent_reply,2025-01-21 09:05:00,A1,agent,,,
T2-2,T2,transferred,2025-01-21 10:00:00,A2,agent,T1,T2,
T2-3,T2,agent_reply,2025-01-21 10:01:00,A2,agent,,,false
T2-4,T2,agent_reply,2025-01-21 10:07:00,A1,agent,,,false
T3-1,T3,transferred,2025-01-22 10:00:00,A1,system,T1,T2,
T3-2,T3,agent_reply,2025-01-22 10:11:00,A1,agent,,,
T4-1,T4,transferred,2025-01-22 10:00:00,,agent,T1,T2,
T4-2,T4,status_changed,2025-01-22 10:13:00,A1,agent,,,
T5-1,T5,transferred,2025-01-23 10:00:00,A1,agent,T1,T2,
T5-2,T5,agent_reply,2025-01-23 10:05:00,A1,agent,,,
T5-3,T5,transferred,2025-01-23 10:10:00,A1,agent,T1,T2,
T5-4,T5,agent_reply,2025-01-23 10:17:00,A2,agent,,,
T6-1,T6,transferred,2025-01-24 10:00:00,,,T1,T1,
T6-2,T6,agent_reply,2025-01-24 10:17:00,A2,agent,,,
T7-1,T7,transferred,2025-01-24 10:00:00,,,,,
T7-2,T7,agent_reply,2025-01-24 10:19:00,A2,agent,,,
T8-1,T8,transferred,2025-01-25 10:00:00,A1,agent,T1,T2,
T8-2,T8,agent_reply,2025-01-25 10:19:00,A1,agent,,,
T9-1,T9,transferred,2025-01-26 10:00:00,,,T1,T2,
T9-2,T9,agent_reply,2025-01-26 10:00:00,A1,agent,,,
T9-3,T9,agent_reply,2025-01-26 11:00:00,A2,agent,,,
T10-2,T10,transferred,2025-01-27 10:00:00,,,T1,T2,
T10-1,T10,agent_reply,2025-01-27 10:00:00,A1,agent,,,
T10-3,T10,agent_reply,2025-01-27 11:00:00,A2,agent,,,
T11-1,T11,transferred,2025-01-28,,,T1,T2,
T11-2,T11,agent_reply,2025-01-28 10:00:00,A1,agent,,,
T12-1,T12,transferred,2025-01-31 23:59:00,A1,agent,T1,T2,
T12-2,T12,agent_reply,2025-02-01 00:00:00,A4,agent,,,
T13-1,T13,transferred,2025-01-29 10:00:00,,,T1,T2,
T13-2,T13,agent_reply,2025-01-29 10:21:00,A2,agent,,,
W21-1,W21,customer_message,2025-01-18 09:10:00,,,,,
W21-2,W21,agent_reply,2025-01-18 09:20:00,A2,agent,,,
T14-9,T14,agent_reply,2025-01-27 09:05:00,A1,agent,,,
T14-3,T14,transferred,2025-01-27 10:00:00,,,T1,T2,
T14-1,T14,agent_reply,2025-01-27 10:23:00,A2,agent,,,
T15-9,T15,agent_reply,2025-01-27 10:00:00,A1,agent,,,
T15-10,T15,transferred,2025-01-27 10:00:00,,,T1,T2,
T15-11,T15,agent_reply,2025-01-27 11:00:00,A2,agent,,,
T16-1,T16,transferred,2025-01-27 10:00:00,A1,agent,T1,T2,
T16-2,T16,status_changed,2025-01-27 10:05:00,A2,,,open,
T16-3,T16,agent_reply,2025-01-27 10:29:00,A2,agent,,,
T17-1,T17,transferred,2025-01-23 10:10:00,A1,agent,T1,T2,
T17-2,T17,agent_reply,2025-01-23 10:17:00,A2,agent,,,
W22-1,W22,customer_message,2025-01-16,,,,,
W22-2,W22,agent_reply,2025-01-16 10:00:00,A1,agent,,,
W23-1,W23,agent_reply,2025-01-20 08:00:00,A1,agent,,,
W23-2,W23,agent_reply,2025-01-20 09:30:00,A1,agent,,,
W23-3,W23,customer_message,2025-01-20 10:00:00,,,,,
W23-4,W23,agent_reply,2025-01-20 10:05:00,A1,agent,,,
W24-1,W24,customer_message,2025-01-21 09:05:00,,,,,
W24-2,W24,agent_reply,2025-01-21 09:09:00,A2,agent,,,false
# steps, and work of several agents
P1-1,P1,assigned,2025-01-08 09:01:00,,,,A1,
P1-2,P1,assigned,2025-01-08 09:02:00,,,,A1,
P1-3,P1,assigned,2025-01-08 09:03:00,,,,A2,
P1-4,P1,assigned,2025-01-08 09:04:00,,,A3,A3,
P1-5,P1,assigned,2025-01-08 09:05:00,,,A9,A4,
P1-6,P1,assigned,2025-01-08 09:06:00,,,,,
P1-7,P1,assigned,2025-01-08 09:07:00,,,,A5,
P2-1,P2,transferred,2025-01-09 10:00:00,,,T1,T2,
P2-2,P2,transferred,2025-01-09 10:01:00,,,T1,T1,
P2-3,P2,escalated,2025-01-09 10:02:00,,,,,
P2-4,P2,reopened,2025-01-09 10:03:00,,,,,
P3-1,P3,status_changed,2025-01-10 10:00:00,,,,pending,
P3-2,P3,status_changed,2025-01-10 10:01:00,,,,what,
P3-3,P3,status_changed,2025-01-10 10:02:00,,,,,
P3-4,P3,status_changed,2025-01-10 10:03:00,,,,Closed,
P3-5,P3,status_changed,2025-01-10 10:04:00,,,,cancelled,
P3-6,P3,status_changed,2025-01-10 17:59:59.999999,,,,open,
P3-7,P3,status_changed,2025-01-10 18:00:00,,,,open,
P4-1,P4,transferred,2025-01-11 10:00:00,,,T1,T2,
P5-1,P5,transferred,2025-01-12 10:00:00,,,T1,T2,
P5-2,P5,escalated,2025-01-12 10:02:00,,,,,
P6-1,P6,transferred,2025-01-12 23:59:59,,,T1,T2,
P6-2,P6,transferred,2025-01-13 00:00:00,,,T1,T2,
P7-1,P7,agent_reply,2025-01-15 10:00:00,A1,agent,,,false
P7-2,P7,status_changed,2025-01-15 10:00:00,A2,agent,,open,
P8-1,P8,agent_reply,2025-01-16 10:00:00,A1,agent,,,false
P8-2,P8,status_changed,2025-01-16 10:00:00,A2,agent,,open,
P9-1,P9,agent_reply,2025-01-17 09:30:00,A1,agent,,,false
P9-2,P9,status_changed,2025-01-17 09:30:00,A1,agent,,open,
P9-3,P9,transferred,2025-01-17 09:31:00,A2,agent,T1,T2,
P9-4,P9,agent_reply,2025-01-17 09:40:00,,agent,,,
P9-5,P9,agent_reply,2025-01-17 09:41:00,A2,system,,,
P10-1,P10,agent_reply,2025-01-19 10:00:00,A1,agent,,,false
P10-2,P10,status_changed,2025-01-19 10:00:00,A2,agent,,open,
P11-1,P11,agent_reply,2025-01-19 10:00:00,A1,agent,,,false
P11-2,P11,status_changed,2025-01-19 10:00:00,A2,agent,,open,
P12-1,P12,agent_reply,2025-01-19 10:00:00,A1,agent,,,false
P12-2,P12,status_changed,2025-01-19 10:00:00,A2,agent,,open,
P13-1,P13,agent_reply,2025-02-10 09:30:00,A1,agent,,,false
P13-2,P13,status_changed,2025-02-10 09:30:00,A2,agent,,open,
P14-1,P14,agent_reply,2025-02-10 09:30:00,A1,agent,,,false
P14-2,P14,status_changed,2025-02-10 09:30:00,A2,agent,,open,
P36-1,P36,transferred,2025-01-22 11:00:00,,,T1,T2,
# clocks
L10-1,L10,status_changed,2025-01-14 09:30:00,,,,pending,
L10-2,L10,status_changed,2025-01-14 10:00:00,,,,open,
L11-1,L11,status_changed,2025-01-14 09:30:00,,,,pending,
L22-1,L22,status_changed,2025-01-20 10:00:00,,,,closed,
L22-2,L22,reopened,2025-01-22 09:00:00,,,,,
L27-1,L27,agent_reply,2025-01-22 09:01:00,A1,agent,,,
L27-2,L27,customer_message,2025-01-22 09:10:00,,,,,
L27-3,L27,agent_reply,2025-01-22 09:40:00,A1,agent,,,
L28-1,L28,agent_reply,2025-01-22 09:01:00,A1,agent,,,
L28-2,L28,customer_message,2025-01-22 09:10:00,,,,,
L28-3,L28,agent_reply,2025-01-22 09:40:00.000001,A1,agent,,,
L29-1,L29,agent_reply,2025-01-23 09:01:00,A1,agent,,,
L29-2,L29,customer_message,2025-01-23 09:10:00,,,,,
L30-1,L30,agent_reply,2025-01-23 09:01:00,A1,agent,,,
L30-2,L30,customer_message,2025-01-23 09:10:00,,,,,
L31-1,L31,agent_reply,2025-01-24 09:01:00,A1,agent,,,
L31-2,L31,customer_message,2025-01-24 09:10:00,,,,,
L32-1,L32,status_changed,2025-01-21 10:00:00,,,,closed,
L32-2,L32,reopened,2025-01-22 09:00:00,,,,pending,
L32-3,L32,status_changed,2025-01-22 11:30:00,,,,open,
L34-1,L34,agent_reply,2025-01-22 09:01:00,A1,agent,,,
L34-2,L34,customer_message,2025-01-22 09:10:00,,,,,
L34-3,L34,agent_reply,2025-01-23,A1,agent,,,
L36-1,L36,status_changed,2025-01-15 10:00:00,,,,pending,
L36-2,L36,status_changed,2025-01-16 10:00:00,,,,open,
L38-1,L38,status_changed,2025-01-14 09:30:00,,,,pending,
L38-2,L38,status_changed,2025-01-14 10:00:00,,,,open,
L39-1,L39,agent_reply,2025-01-23 09:01:00,A1,agent,,,
L39-2,L39,customer_message,2025-01-23 09:10:00,,,,,
L40-1,L40,agent_reply,2025-01-23 09:01:00,A1,agent,,,
L40-2,L40,customer_message,2025-01-23 09:10:00,,,,,
L40-3,L40,agent_reply,2025-01-23 09:20:00,A1,agent,,,
L33-1,L33,status_changed,2025-01-21 09:10:00,,,,pending,
L33-2,L33,status_changed,2025-01-21 09:50:00,,,,open,
""",
    "service_requests_back": """
request_id,request_type,topic,channel,customer_id,created_at,first_resolved_at,cancelled_at,contact_count,\
reopened_count,duplicate_of,rework_of
# reopened on the stroke of the window's end, and a hair later; at the resolution, and a hair before
B1,problem,,back,,2025-01-06 08:00:00,2025-01-06 09:00:00,,,,,
B2,problem,,back,,2025-01-07 08:00:00,2025-01-07 09:00:00,,,,,
B3,problem,,back,,2025-01-08 08:00:00,2025-01-08 09:00:00,,,,,
B4,problem,,back,,2025-01-09 08:00:00,2025-01-09 09:00:00,,,,,
# by status: to paused; from paused; to closed; from a status nobody knows
B5,problem,,back,,2025-01-10 08:00:00,2025-01-10 09:00:00,,,,,
B6,problem,,back,,2025-01-11 08:00:00,2025-01-11 09:00:00,,,,,
B7,problem,,back,,2025-01-12 08:00:00,2025-01-12 09:00:00,,,,,
B8,problem,,back,,2025-01-13 08:00:00,2025-01-13 09:00:00,,,,,
# by its own count: no event at all; one that says nothing of it; one that would; a count of 0
B9,problem,,back,,2025-01-14 08:00:00,2025-01-14 09:00:00,,,1,,
B10,problem,,back,,2025-01-15 08:00:00,2025-01-15 09:00:00,,,1,,
B11,problem,,back,,2025-01-16 08:00:00,2025-01-16 09:00:00,,,1,,
B12,problem,,back,,2025-01-17 08:00:00,2025-01-17 09:00:00,,,0,,
# the window ends with the evening, with noon, and a hair later; so it does after three days
B13,problem,,back,,2025-02-03 23:00:00,2025-02-04 00:00:00,,,,,
B14,problem,,back,,2025-02-03 23:00:00.000001,2025-02-04 00:00:00.000001,,,,,
B15,problem,,back,,2025-02-03 11:00:00,2025-02-03 12:00:00,,,,,
B16,problem,,back,,2025-02-03 11:00:00.000001,2025-02-03 12:00:00.000001,,,,,
B17,problem,,back,,2025-02-07 11:00:00,2025-02-07 12:00:00,,,,,
B18,problem,,back,,2025-02-07 11:00:00.000001,2025-02-07 12:00:00.000001,,,,,
# resolved on a day without a clock; cancelled; duplicates, one of them by an event
B19,problem,,back,,2025-01-15 08:00:00,2025-01-15,,,,,
B20,problem,,back,,2025-01-18 08:00:00,2025-01-18 09:00:00,2025-01-30 09:00:00,,,,
B21,problem,,back,,2025-01-19 08:00:00,2025-01-19 09:00:00,,,,B1,
B22,problem,,back,,2025-01-20 08:00:00,2025-01-20 09:00:00,,,,,
# merged into itself, into nothing: no duplicates
B23,problem,,back,,2025-01-21 08:00:00,2025-01-21 09:00:00,,,,,
B24,problem,,back,,2025-01-22 08:00:00,2025-01-22 09:00:00,,,,,
# from a status nobody knows, and to one
B25,problem,,back,,2025-01-23 08:00:00,2025-01-23 09:00:00,,,,,
B26,problem,,back,,2025-01-24 08:00:00,2025-01-24 09:00:00,,,,,
# by its own count, and an event says when: beyond the window
B27,problem,,back,,2025-01-25 08:00:00,2025-01-25 09:00:00,,,1,,
# done again under another number: at the end of the window, a hair later; at the resolution, a hair before
D1,problem,,rework,,2025-01-06 08:00:00,2025-01-06 09:00:00,,,,,
D1b,problem,,rework,,2025-01-13 09:00:00,,,,,,D1
D2,problem,,rework,,2025-01-07 08:00:00,2025-01-07 09:00:00,,,,,
D2b,problem,,rework,,2025-01-14 09:00:00.000001,,,,,,D2
D3,problem,,rework,,2025-01-08 08:00:00,2025-01-08 09:00:00,,,,,
D3b,problem,,rework,,2025-01-08 09:00:00,,,,,,D3
D4,problem,,rework,,2025-01-09 08:00:00,2025-01-09 09:00:00,,,,,
D4b,problem,,rework,,2025-01-09 08:59:59.999999,,,,,,D4
# by a duplicate, by one merged, by a cancelled one, by itself
D5,problem,,rework,,2025-01-10 08:00:00,2025-01-10 09:00:00,,,,,
D5b,problem,,rework,,2025-01-10 09:00:00.000001,,,,,D1,D5
D6,problem,,rework,,2025-01-11 08:00:00,2025-01-11 09:00:00,,,,,
D6b,problem,,rework,,2025-01-11 09:00:00.000001,,,,,,D6
D7,problem,,rework,,2025-01-12 08:00:00,2025-01-12 09:00:00,,,,,
D7b,problem,,rework,,2025-01-12 09:00:00.000001,,2025-01-12 09:00:00.000002,,,,D7
D8,problem,,rework,,2025-01-13 09:00:00,2025-01-13 09:00:00,,,,,D8
# settled at the first contact, and the customer is back: at the resolution, a hair later, at the window's end, beyond
F1,problem,Refund,first,C21,2025-01-06 08:00:00,2025-01-06 09:00:00,,1,,,
F1b,inquiry,refund,again,C21,2025-01-06 09:00:00,,,,,,
F2,problem,Refund,first,C22,2025-01-07 08:00:00,2025-01-07 09:00:00,,1,,,
F2b,inquiry,refund,again,C22,2025-01-07 09:00:00.000001,,,,,,
F3,problem,Refund,first,C23,2025-01-08 08:00:00,2025-01-08 09:00:00,,1,,,
F3b,inquiry,refund,again,C23,2025-01-15 09:00:00,,,,,,
F4,problem,Refund,first,C24,2025-01-09 08:00:00,2025-01-09 09:00:00,,1,,,
F4b,inquiry,refund,again,C24,2025-01-16 09:00:00.000001,,,,,,
# about something else; as a duplicate; about nothing known; nobody known; twice in contact; nobody counted
F5,problem,Refund,first,C25,2025-01-10 08:00:00,2025-01-10 09:00:00,,1,,,
F5b,inquiry,delivery,again,C25,2025-01-10 09:00:00.000001,,,,,,
F6,problem,Refund,first,C26,2025-01-11 08:00:00,2025-01-11 09:00:00,,1,,,
F6b,inquiry,refund,again,C26,2025-01-11 09:00:00.000001,,,,,B1,
F7,problem,,first,C27,2025-01-12 08:00:00,2025-01-12 09:00:00,,1,,,
F7b,inquiry,,again,C27,2025-01-12 09:00:00.000001,,,,,,
F8,problem,Refund,first,,2025-01-13 08:00:00,2025-01-13 09:00:00,,1,,,
F8b,inquiry,refund,again,,2025-01-13 09:00:00.000001,,,,,,
F9,problem,refund,first,C40,2025-01-14 09:00:00,2025-01-14 09:00:00,,2,,,
F10,problem,refund,first,C41,2025-01-15 09:00:00,2025-01-15 09:00:00,,,,,
# of a type that takes longer; of one nobody knows; reopened
F11,Project,Refund,first,C29,2025-01-16 08:00:00,2025-01-16 09:00:00,,1,,,
F12,haiku,Refund,first,C30,2025-01-17 08:00:00,2025-01-17 09:00:00,,1,,,
F13,problem,Refund,first,C31,2025-01-18 08:00:00,2025-01-18 09:00:00,,1,,,
# and calls: at the resolution, a hair later, at the end, beyond; outbound; of the request's customer; no direction
F14,problem,Refund,first,C32,2025-01-19 08:00:00,2025-01-19 09:00:00,,1,,,
F15,problem,Refund,first,C33,2025-01-20 08:00:00,2025-01-20 09:00:00,,1,,,
F16,problem,Refund,first,C34,2025-01-21 08:00:00,2025-01-21 09:00:00,,1,,,
F17,problem,Refund,first,C35,2025-01-22 08:00:00,2025-01-22 09:00:00,,1,,,
F18,problem,Refund,first,C36,2025-01-23 08:00:00,2025-01-23 09:00:00,,1,,,
F19,problem,Refund,first,C37,2025-01-24 08:00:00,2025-01-24 09:00:00,,1,,,
F20,problem,Refund,first,C38,2025-01-25 08:00:00,2025-01-25 09:00:00,,1,,,
F21,problem,Refund,first,C39,2025-01-26 08:00:00,2025-01-26 09:00:00,,1,,,
""",
    "calls_back": """
call_id,direction,topic,customer_id,request_id,started_at,outcome
KB1,inbound,REFUND,C32,,2025-01-19 09:00:00,missed
KB2,inbound,REFUND,C33,,2025-01-20 09:00:00.000001,missed
KB3,inbound,REFUND,C34,,2025-01-28 09:00:00,missed
KB4,inbound,REFUND,C35,,2025-01-29 09:00:00.000001,missed
KB5,outbound,REFUND,C36,,2025-01-23 09:00:00.000001,missed
KB6,inbound,REFUND,,F19,2025-01-24 09:00:00.000001,missed
KB7,,REFUND,C38,,2025-01-25 09:00:00.000001,missed
KB8,inbound,,C39,,2025-01-26 09:00:00.000001,missed
""",
    "service_requests_states": """
request_id,request_type,channel,created_at,first_resolved_at,resolved_at,cancelled_at
# over on the stroke of midnight, a hair before and after; begun then
S1,inquiry,states,2025-01-07 10:00:00,,2025-01-08 00:00:00,
S2,inquiry,states,2025-01-08 10:00:00,,2025-01-08 23:59:59.999999,
S3,inquiry,states,2025-01-09 10:00:00,,,2025-01-10 00:00:00.000001
S4,inquiry,states,2025-01-11 00:00:00,,2025-01-11 12:00:00,
S5,inquiry,states,2025-01-12 23:59:59.999999,,2025-01-13 12:00:00,
# cancelled before it was resolved, and after
S6,inquiry,states,2025-01-13 10:00:00,,2025-01-16 10:00:00,2025-01-14 10:00:00
S7,inquiry,states,2025-01-13 10:00:00,,2025-01-14 10:00:00,2025-01-16 10:00:00
# opened again: closed from midnight to midnight; at the same moment; to paused; after a status that cancels
S8,inquiry,states,2025-01-14 10:00:00,2025-01-15 00:00:00,2025-01-20 10:00:00,
S9,inquiry,states,2025-01-14 10:00:00,2025-01-15 10:00:00,2025-01-17 10:00:00,
S10,inquiry,states,2025-01-14 10:00:00,2025-01-15 10:00:00,2025-01-19 10:00:00,
S11,inquiry,states,2025-01-14 10:00:00,,2025-01-19 10:00:00,
# closed and never opened again before its end, by a status, by its first resolution; opened only at the end
S12,inquiry,states,2025-01-20 10:00:00,2025-01-21 10:00:00,2025-01-23 10:00:00,
S13,inquiry,states,2025-01-20 10:00:00,2025-01-21 10:00:00,2025-01-23 10:00:00,
# paused to the end, and on; a status nobody knows; opened before it was created
S14,inquiry,states,2025-01-24 10:00:00,,2025-01-26 10:00:00,
S15,inquiry,states,2025-02-05 10:00:00,,,
S16,inquiry,states,2025-02-05 10:00:00,,2025-02-07 10:00:00,
S17,inquiry,states,2025-01-26 10:00:00,2025-01-27 10:00:00,2025-01-30 10:00:00,
# two statuses at one moment, their ids out of order: closed from then on, until it is opened
S18,inquiry,states,2025-01-26 10:00:00,,2025-01-31 10:00:00,
S19,inquiry,states2,2025-01-26 10:00:00,,2025-01-31 10:00:00,
# begun and over at noon of the last day, and a hair later; over in the evening; over before it was created,\
 says the day
S20,inquiry,states,2025-02-10 12:00:00,,,
S21,inquiry,states,2025-02-10 12:00:00.000001,,,
S22,inquiry,states,2025-02-09 10:00:00,,2025-02-10 12:00:00,
S23,inquiry,states,2025-02-09 10:00:00,,2025-02-10 12:00:00.000001,
S24,inquiry,states,2025-02-09 10:00:00,,2025-02-11 00:00:00,
S25,inquiry,states,2025-02-11 00:00:00,,,
S26,inquiry,states,2025-02-05 10:00:00,,2025-02-05,
# merged
S27,inquiry,states,2025-02-05 10:00:00,,,
# closed, and a status nobody knows before it is opened; closed as it is created; opened as it is closed, and once more
S28,inquiry,states,2025-01-20 10:00:00,2025-01-21 10:00:00,2025-01-26 10:00:00,
S29,inquiry,states,2025-02-03 10:00:00,,2025-02-07 10:00:00,
S30,inquiry,states,2025-01-14 10:00:00,2025-01-15 10:00:00,2025-01-20 10:00:00,
""",
    "service_requests_waits": """
request_id,request_type,channel,agent_id,team_id,customer_id,created_at,first_response_at,cancelled_at,\
duplicate_of
# messages in a run, replies in a run, replies that are none; never answered
W1,inquiry,waits,A1,,,2025-01-08 09:00:00,,,
W2,inquiry,waits,A1,,,2025-01-08 09:00:00,,,
# at the same moment: message before reply; replies by their ids; a reply at the creation, and before it
W3,inquiry,waits,,,,2025-01-09 09:00:00,,,
W4,inquiry,waits,,,,2025-01-09 09:00:00,,,
W5,inquiry,waits,,,,2025-01-10 09:00:00,,,
W6,inquiry,waits,,,,2025-01-11 09:00:00,,,
# the first response as the column has it: alone, at the moment of a reply, of an internal one, of a machine's
W7,inquiry,waits,A1,,,2025-01-12 09:00:00,2025-01-12 09:07:00,,
W8,inquiry,waits,A1,,,2025-01-12 09:00:00,2025-01-12 09:08:00,,
W9,inquiry,waits,A1,,,2025-01-13 09:00:00,2025-01-13 09:09:00,,
W10,inquiry,waits,A1,,,2025-01-13 09:00:00,2025-01-13 09:10:00,,
# without a clock: created, replied, responded to; a message of a day
W11,inquiry,waits,,,,2025-01-14,,,
W12,inquiry,waits,,,,2025-01-14 09:00:00,,,
W13,inquiry,waits,,,,2025-01-14 09:00:00,2025-01-15,,
W14,inquiry,waits,,,,2025-01-14 09:00:00,,,
# whose: the team of who replied, at that moment; the request's; of an agent nobody knows; cancelled; duplicates
W15,inquiry,waits,,,,2025-01-31 23:00:00,,,
W16,inquiry,waits,,T9,,2025-01-31 23:00:00,,,
W17,inquiry,waits,,,,2025-01-16 09:00:00,,,
W18,inquiry,waits,,,,2025-01-16 09:00:00,,2025-01-16 12:00:00,
W19,inquiry,waits,,,,2025-01-17 09:00:00,,,W18
W20,inquiry,waits,,,,2025-01-17 09:00:00,,,
# handed over: two transfers in a run; the agent before, by the transfer, by the last action; nobody before
T1,inquiry,waits,,,,2025-01-20 09:00:00,,,
T2,inquiry,waits,,,,2025-01-21 09:00:00,,,
T3,inquiry,waits,,,,2025-01-22 09:00:00,,,
T4,inquiry,waits,,,,2025-01-22 09:00:00,,,
# two runs that end with one action; to the same team; from nowhere; nobody acts; at one moment, both ways
T5,inquiry,waits,,,,2025-01-23 09:00:00,,,
T6,inquiry,waits,,,,2025-01-24 09:00:00,,,
T7,inquiry,waits,,,,2025-01-24 09:00:00,,,
T8,inquiry,waits,,,,2025-01-25 09:00:00,,,
T9,inquiry,waits,,,,2025-01-26 09:00:00,,,
T10,inquiry,waits,,,,2025-01-27 09:00:00,,,
# without a clock; at midnight between two months, of an agent who moves; cancelled
T11,inquiry,waits,,,,2025-01-27 09:00:00,,,
T12,inquiry,waits,,,,2025-01-31 09:00:00,,,
T13,inquiry,waits,,,,2025-01-29 09:00:00,,2025-01-29 12:00:00,
# the first response and a later reply
W21,inquiry,waits,A1,,,2025-01-18 09:00:00,2025-01-18 09:05:00,,
# a second message on a day; a reply before the creation; an internal reply at the moment of the first response
W22,inquiry,waits,A1,,,2025-01-15 09:00:00,,,
W23,inquiry,office,A1,,,2025-01-20 09:00:00,,,
W24,inquiry,waits,A1,,,2025-01-21 09:00:00,2025-01-21 09:09:00,,
# in the night to the day from which on its customer's segment has hours of its own
W25,inquiry,waits,A1,,C1,2025-01-20 00:30:00,2025-01-20 01:30:00,,
# events whose ids are out of order, in time and at one moment; who acts, nobody says; a wait as long as another
T14,inquiry,waits,,,,2025-01-27 09:00:00,,,
T15,inquiry,waits,,,,2025-01-27 09:00:00,,,
T16,inquiry,waits,,,,2025-01-27 09:00:00,,,
T17,inquiry,waits,,,,2025-01-23 09:00:00,,,
""",
    "service_requests_work": """
request_id,request_type,channel,created_at,first_response_at,resolved_at,closed_at,cancelled_at,due_at,\
followed_up_at
# steps: assignments, from whom; transfers; statuses; at the resolution, a hair before; not completed; cancelled
P1,inquiry,work,2025-01-08 09:00:00,,2025-01-08 18:00:00,,,,
P2,inquiry,work,2025-01-09 09:00:00,,2025-01-09 18:00:00,,,,
P3,inquiry,work,2025-01-10 09:00:00,,2025-01-10 18:00:00,,,,
P4,inquiry,work,2025-01-11 09:00:00,,,,,,
P5,inquiry,work,2025-01-12 09:00:00,,2025-01-12 18:00:00,,2025-01-12 19:00:00,,
P6,inquiry,work,2025-01-12 09:00:00,,2025-01-13,,,,
# two agents: on time on the stroke, late; one twice; one of them only passed on; nobody known; a machine; on a day
P7,inquiry,work,2025-01-15 09:00:00,,2025-01-16 09:00:00,,,2025-01-16 09:00:00,
P8,inquiry,work,2025-01-16 09:00:00,,2025-01-17 09:00:00.000001,,,2025-01-17 09:00:00,
P9,inquiry,work,2025-01-17 09:00:00,,2025-01-17 10:00:00,,,2025-01-18 09:00:00,
P10,inquiry,work,2025-01-18 09:00:00,,2025-01-19 23:59:59,,,2025-01-19,
P11,inquiry,work,2025-01-19 09:00:00,,,,,2025-01-20 09:00:00,
P12,inquiry,work,2025-01-19 09:00:00,,2025-01-20 08:00:00,,2025-01-20 09:00:00,2025-01-21 09:00:00,
P13,inquiry,work,2025-02-10 09:00:00,,2025-02-10 10:00:00,,,2025-02-10 12:00:00,
P14,inquiry,work,2025-02-10 09:00:00,,2025-02-10 10:00:00,,,2025-02-10 12:00:00.000001,
# followed up at the closing, a hair before, on its day, the day before, not at all; cancelled; not closed
P15,inquiry,work,2025-01-20 09:00:00,,,2025-01-20 10:00:00,,,2025-01-20 10:00:00
P16,inquiry,work,2025-01-20 09:00:00,,,2025-01-21 10:00:00,,,2025-01-21 09:59:59.999999
P17,inquiry,work,2025-01-20 09:00:00,,,2025-01-22 10:00:00,,,2025-01-22
P18,inquiry,work,2025-01-20 09:00:00,,,2025-01-23 10:00:00,,,2025-01-22
P19,inquiry,work,2025-01-20 09:00:00,,,2025-01-24 10:00:00,,,
P20,inquiry,work,2025-01-20 09:00:00,,,2025-01-25 10:00:00,2025-01-26 09:00:00,,2025-01-26 10:00:00
P21,inquiry,work,2025-01-20 09:00:00,,,,,,2025-01-27 10:00:00
P22,inquiry,work,2025-01-20 09:00:00,,,2025-01-28,,,2025-01-28 00:00:00
# answered and completed at once: a median of 0; three and four of them; nobody knows when; feedback
P23,inquiry,zero,2025-01-06 09:00:00,2025-01-06 09:00:00,2025-01-06 09:00:00,,,,
P24,inquiry,three,2025-01-06 09:00:00,2025-01-06 09:00:05,2025-01-06 09:00:50,,,,
P25,inquiry,three,2025-01-06 09:00:00,2025-01-06 09:00:07.5,2025-01-06 09:01:15,,,,
P26,inquiry,three,2025-01-06 09:00:00,2025-01-06 09:00:59,2025-01-06 09:09:50,,2025-01-06 10:00:00,,
P27,inquiry,four,2025-01-06 09:00:00,2025-01-06 09:00:01,2025-01-06 09:00:10,,,,
P28,inquiry,four,2025-01-06 09:00:00,2025-01-06 09:00:02,2025-01-06 09:00:20,,,,
P29,inquiry,four,2025-01-06 09:00:00,2025-01-06 09:00:04,2025-01-06 09:00:40,,,,
P30,inquiry,four,2025-01-06 09:00:00,2025-01-06 09:01:20,2025-01-06 09:13:20,,,,
P31,inquiry,four,2025-01-06 09:00:00,2025-01-06,2025-01-06,,,,
P32,Feedback,feedback,2025-01-07 09:00:00,,2025-01-08 09:00:01,,,,
P33,suggestion,feedback,2025-01-07 09:00:00,,2025-01-08 09:00:02,,2025-01-09 09:00:00,,
P34,fault,feedback,2025-01-07 09:00:00,,2025-01-08 09:00:04,,,,
P35,complaint,feedback,2025-01-07 09:00:00,,2025-01-08 09:00:08,,,,
# passed on when it was resolved
P36,inquiry,work,2025-01-22 09:00:00,,2025-01-22 10:00:00,,,,
""",
    "complaints_history": """
complaint_id,request_id,customer_id,category,channel,submitted_at,accepted_at,first_response_at,resolved_at
# answered after 24 hours to the second, a hair later, an hour later, not at all; without a clock, there and here
Y1,,,,answered,2025-01-07 09:00:00,,2025-01-08 09:00:00,
Y2,,,,answered,2025-01-08 09:00:00,,2025-01-09 09:00:00.000001,
Y3,,,,answered,2025-01-09 09:00:00,,2025-01-10 10:00:00,
Y4,,,,answered,2025-01-10 09:00:00,,,
Y5,,,,answered,2025-01-11 09:00:00,,2025-01-11,
Y6,,,,answered,2025-01-12,,2025-01-12 09:00:00,
# the 24 hours end at noon, in the evening, and a hair later
Y7,,,,answered,2025-02-09 12:00:00,,2025-02-09 13:00:00,
Y8,,,,answered,2025-02-09 12:00:00.000001,,2025-02-09 13:00:00,
Y9,,,,answered,2025-02-10 00:00:00,,2025-02-10 01:00:00,
Y10,,,,answered,2025-02-10 00:00:00.000001,,2025-02-10 01:00:00,
# 25 hours end at noon, and a hair later
Y15,,,,answered,2025-02-09 11:00:00,,2025-02-09 13:00:00,
Y16,,,,answered,2025-02-09 11:00:00.000001,,2025-02-09 13:00:00,
# accepted at once, at night, on a day; resolved and accepted without a clock
Y11,,,,answered,2025-01-13 00:30:00,2025-01-13 00:30:00,,2025-01-14 09:00:00
Y12,,,,answered,2025-01-13 23:00:00,2025-01-14 01:00:00,,
Y13,,,,answered,2025-01-15 09:00:00,2025-01-16,,2025-01-16
Y14,,,,answered,2025-01-15,2025-01-16 09:00:00,,
# again after 30 days to the second, a hair later; at the same moment, by id; the first of three; another category
Y20,,C50,Delay,repeat,2025-01-06 09:00:00,,,
Y21,,C50,delay,repeat,2025-02-05 09:00:00,,,
Y22,,C51,delay,repeat,2025-01-07 09:00:00,,,
Y23,,C51,delay,repeat,2025-02-06 09:00:00.000001,,,
Y9a,R1,C52,delay,repeat,2025-01-17 09:00:00,,,
Y10a,,C52,delay,repeat2,2025-01-17 09:00:00,,,
Y24,,C53,delay,repeat,2025-01-08 09:00:00,,,
Y25,,C53,delay,repeat,2025-01-20 09:00:00,,,
Y26,,C53,delay,repeat,2025-02-09 09:00:00,,,
Y27,,C53,price,repeat,2025-01-21 09:00:00,,,
# without a category twice; of nobody known twice; of the request's customer; after seven days to the second,\
 a hair later
Y28,,C54,,repeat,2025-01-22 09:00:00,,,
Y29,,C54,,repeat,2025-01-23 09:00:00,,,
Y30,,,delay,repeat,2025-01-24 09:00:00,,,
Y31,,,delay,repeat,2025-01-25 09:00:00,,,
Y32,R17,,delay,repeat,2025-01-26 09:00:00,,,
Y33,,C2,delay,repeat,2025-01-27 09:00:00,,,
Y34,,C55,delay,repeat,2025-01-06 09:00:00,,,
Y35,,C55,delay,repeat,2025-01-13 09:00:00,,,
Y36,,C55,delay,repeat,2025-01-20 09:00:00.000001,,,
""",
    "complaints_hours": """
complaint_id,request_id,customer_id,agent_id,category,channel,submitted_at,accepted_at,resolved_at,outcome
# in office hours: durations as long as one another, and another; settled, it says, and never resolved
V1,,,,,hours,2025-01-14 09:00:00,2025-01-14 10:00:00,2025-01-14 11:30:00,
V2,,,,,hours,2025-01-14 10:00:00,2025-01-14 11:00:00,,
V3,,,,,hours,2025-01-14 09:00:00,2025-01-14 10:30:00,,
V4,,,,,hours,2025-01-14 09:00:00,,,closed
# open at night by the channel; by the segment from that day on, and the day before; by the tier; by the team
V5,,,,,states,2025-01-15 21:00:00,2025-01-15 23:00:00,,
V6,,C1,,,waits,2025-01-20 21:00:00,2025-01-20 23:00:00,,
V7,,C1,,,waits,2025-01-19 21:00:00,2025-01-19 23:00:00,2025-01-20 23:00:00,
V8,,C1,,,tier,2025-01-16 21:00:00,2025-01-16 23:00:00,,
V9,,C2,,,tier,2025-01-16 21:00:00,2025-01-16 23:00:00,,
V10,,,A7,,hours,2025-01-08 21:00:00,2025-01-08 23:00:00,,
# by the hours of another version
V12,,,,,states,2025-01-28 22:30:00,2025-01-28 23:30:00,,
# twice again on one day
V11,,C53,,delay,repeat,2025-01-20 10:00:00,,,
""",
    "survey_responses_collaboration": """
response_id,survey,dimension,respondent_type,respondent_id,request_id,agent_id,responded_at,score,scale_min,\
scale_max
# on the threshold of the scale and below; of a request's customer, twice; another question; on a scale nobody knows
Q60,collaboration,,agent,A1,,A1,2025-01-20 10:00:00,4,,
Q61,collaboration,,agent,A1,,A1,2025-01-20 10:00:00,3,,
Q62,collaboration,,agent,A1,R1,A1,2025-01-20 10:00:00,5,,
Q63,collaboration,,agent,A1,R1,A1,2025-01-20 10:00:00,5,,
Q64,collaboration,speed,agent,A1,,A1,2025-01-20 10:00:00,1,,
Q65,collaboration,,agent,A1,,A1,2025-01-20 10:00:00,3,0,4
Q66,collaboration,,agent,A1,,A4,2025-02-01 00:00:00,1,,
# a customer says so once, and once not
Q67,collaboration,,,P1,,A1,2025-02-10 10:00:00,5,,
Q68,collaboration,,customer,P1,,A1,2025-02-10 10:00:00,5,,
""",
    "service_requests_sla": """
request_id,request_type,priority,channel,created_at,first_response_at,resolved_at,cancelled_at
# an hour of office time: to the second, a hair more; over lunch; used up at closing time and answered at the opening
L1,inquiry,,office,2025-01-13 09:00:00,2025-01-13 10:00:00,,
L2,inquiry,,office,2025-01-13 09:00:00,2025-01-13 10:00:00.000001,,
L3,inquiry,,office,2025-01-13 11:30:00,2025-01-13 13:30:00,,
L4,inquiry,,office,2025-01-13 17:00:00,2025-01-14 09:00:00,,
L5,inquiry,,office,2025-01-13 17:00:00,2025-01-14 09:00:00.000001,,
# begun outside; over a weekend; over a holiday; on a Saturday of work
L6,inquiry,,office,2025-01-13 20:00:00,2025-01-14 10:00:00,,
L7,inquiry,,office,2025-01-17 17:30:00,2025-01-20 09:30:00.000001,,
L8,inquiry,,office,2025-01-27 17:30:00,2025-02-05 09:30:00,,
L9,inquiry,,office,2025-02-07 17:30:00,2025-02-08 09:30:00.000001,,
# paused for half an hour, paused and never answered; cancelled at the breach,\
 a hair before; answered on a day; created on one
L10,inquiry,,office,2025-01-14 09:00:00,2025-01-14 10:30:00,,
L11,inquiry,,office,2025-01-14 09:00:00,,,
L12,inquiry,,office,2025-01-15 09:00:00,,,2025-01-15 10:00:00
L13,inquiry,,office,2025-01-15 09:00:00,,,2025-01-15 09:59:59.999999
L14,inquiry,,office,2025-01-15 09:00:00,2025-01-15,,
L15,inquiry,,office,2025-01-16,2025-01-16 09:00:00,,
# by the clock on the wall: due at noon of the last day, a hair later, in the evening; a priority of its own; none
L16,inquiry,,wall,2025-02-10 11:00:00,,,
L17,inquiry,,wall,2025-02-10 11:00:00.000001,,,
L18,inquiry,,wall,2025-02-10 23:00:00,,,
L19,inquiry,,wall,2025-02-10 23:00:00.000001,,,
L20,inquiry,HIGH,wall,2025-01-16 09:00:00,2025-01-16 09:02:00,,
L21,inquiry,none,wall,2025-01-16 09:00:00,2025-01-16 09:02:00,,
# resolved: in time though opened again for long, late; within the hour of the first response, and a hair later
L22,inquiry,,office,2025-01-20 09:00:00,2025-01-20 09:30:00,2025-01-22 10:00:00,
L23,inquiry,,office,2025-01-20 09:00:00,2025-01-20 09:30:00,2025-01-20 11:00:00.000001,
L24,inquiry,,office,2025-01-21 09:00:00,,2025-01-21 10:00:00,
L25,inquiry,,office,2025-01-21 09:00:00,,2025-01-21 10:00:00.000001,
L26,inquiry,,office,2025-01-21 09:00:00,,2025-01-21,
# the second wait: answered to the minute, a hair later; never, and over before its breach, and after it
L27,inquiry,,office,2025-01-22 09:00:00,,,
L28,inquiry,,office,2025-01-22 09:00:00,,,
L29,inquiry,,office,2025-01-23 09:00:00,,2025-01-23 09:39:59,
L30,inquiry,,office,2025-01-23 09:00:00,,2025-01-23 09:40:00,
L31,inquiry,,office,2025-01-24 09:00:00,,2025-01-24 09:05:00,
# opened again to a pause; paused where the clock does not mind
L32,inquiry,,office,2025-01-21 09:00:00,,2025-01-22 12:00:00,
L33,inquiry,,wall,2025-01-21 09:00:00,2025-01-21 10:20:00,,
# the second wait: answered on a day; over after its breach; answered, and called off before its breach
L34,inquiry,,office,2025-01-22 09:00:00,,,
L39,inquiry,,office,2025-01-23 09:00:00,,,2025-01-23 09:41:00
L40,inquiry,,office,2025-01-23 09:00:00,,,2025-01-23 09:30:00
# answered on a day, resolved within the hour; used up as the pause begins; answered before noon of the last day, due
# after; resolved within an hour that a pause makes longer
L35,inquiry,,office,2025-01-15 09:00:00,2025-01-15,2025-01-15 09:30:00,
L36,inquiry,,office,2025-01-15 09:00:00,,,
L37,inquiry,,wall,2025-02-10 11:30:00,2025-02-10 11:40:00,,
L38,inquiry,,office,2025-01-14 09:00:00,2025-01-14 10:00:00,2025-01-14 10:30:00,
""",
    "customers_market": """
customer_id,segment,region,joined_on,closed_on,is_member,member_from_on,member_to_on
# under contract: from the first of a month, the day before it; to the first of one, the day before, the last day,\
 the day after
C60,vip,东,2025-02-01,,,,
C61,vip,东,2025-01-31,,,,
C62,vip,西,,2025-02-01,,,
C63,vip,西,,2025-01-31,,,
C64,small,北,,2025-02-10,,,
C65,small,北,,2025-02-11,,,
# members from the last day of a month, to the first of one; from joining, since ever; none; by a day alone; closed;\
 another day
C70,vip,东,,,,2025-01-31,
C71,vip,东,,,,2025-01-01,2025-02-01
C72,small,西,2025-02-05,,true,,
C73,small,西,,,true,,
C74,small,西,2025-01-10,,false,,
C75,small,西,,,false,2025-01-10,
C76,vip,北,2025-01-10,2025-01-20,true,,
C77,vip,北,2025-01-10,,true,2025-02-05,
C78,vip,北,,,true,2025-01-06,2025-01-20
""",
    "services_market": """
service_id,service_name,launched_on,is_customised
# new until the day before the last; launched on a day, twice; on the last day; made to measure or not
S10,d,2024-02-10,
S11,e,2025-01-10,true
S12,f,2025-01-10,false
S13,g,2025-02-10,
""",
    "orders": """
order_id,customer_id,service_id,channel,region,ordered_at,amount,currency,promised_at,delivered_at,cancelled_at,\
lost_at,wrong_item_count,missing_item_count,is_damaged,returned_at
# promised and delivered: on the stroke, a hair later; by the end of a day; called off as it is due, a hair before
O1,C90,S1,shop,,2025-01-06 10:00:00,,,2025-01-08 10:00:00,2025-01-08 10:00:00,,,0,0,false,
O2,C90,S1,shop,,2025-01-06 10:00:00,,,2025-01-08 10:00:00,2025-01-08 10:00:00.000001,,,1,0,true,
O3,C90,S1,shop,,2025-01-06 10:00:00,,,2025-01-09,2025-01-09 23:59:59,,,0,2,false,2025-01-09 23:59:59
O4,C90,S1,shop,,2025-01-06 10:00:00,,,2025-01-10 10:00:00,,2025-01-10 10:00:00,,,,,
O5,C90,S1,shop,,2025-01-06 10:00:00,,,2025-01-11 10:00:00,,2025-01-11 09:59:59.999999,,,,,
# at night; lost at night; lost and delivered all the same; called off and delivered; nothing but ordered
O6,C90,S2,shop,,2025-01-06 10:00:00,,,2025-01-12 10:00:00,2025-01-13 00:30:00,,,,1,,
O7,C90,S2,shop,,2025-01-06 10:00:00,,,2025-01-14 00:30:00,,,2025-01-15 00:30:00,1,1,false,2025-01-16 10:00:00
O8,C90,S2,shop,,2025-01-06 10:00:00,,,,2025-01-20 10:00:00,,2025-01-16 10:00:00,0,,,
O9,C91,S2,shop,,2025-01-06 10:00:00,,,2025-01-18 12:00:00,2025-01-18 10:00:00,2025-01-17 10:00:00,,0,0,false,
O10,C90,S2,shop,,2025-01-06 10:00:00,,,,,,,,,,
# due at noon of the last day, a hair later, with the day
O11,C90,,shop,,2025-02-08 10:00:00,,,2025-02-10 12:00:00,2025-02-10 11:00:00,,,0,0,,
O12,C90,,shop,,2025-02-08 10:00:00,,,2025-02-10 12:00:00.000001,2025-02-10 11:30:00,,,1,1,,
O13,C90,,shop,,2025-02-08 10:00:00,,,2025-02-10,,,,,,,
# its own region, its customer's; money before the first rate of its currency, on the first day by the clock there
O14,C2,S1,shop,东,2025-01-13 10:00:00,,,2025-01-13 10:00:00,2025-01-13 10:00:00,,,0,0,false,
O15,C2,S1,shop,,2025-01-13 10:00:00,,,2025-01-13 10:00:00,2025-01-13 10:00:00,,,1,0,true,
O16,C92,,shop,,2025-01-15 00:30:00,10,EUR,2025-01-15 01:00:00,2025-01-15 01:00:00,,,0,0,false,
O17,C93,,shop,,2025-01-14 23:30:00,10,EUR,2025-01-15 01:00:00,,,,,,,
O18,C93,,shop,,2025-01-21 10:00:00,10,usd,2025-01-21 11:00:00,,,,,,,
# of members: the day before, the first day, the last day, the day after; of none; of one whose contract is over
O20,C70,,shop,,2025-01-30 12:00:00,,,,,,,,,,
O21,C70,,shop,,2025-01-31 10:00:00,,,,,,,,,,
O22,C71,,shop,,2025-02-01 00:30:00,,,,,,,,,,
O27,C71,,shop,,2025-02-01 10:00:00,,,,,,,,,,
O23,C71,,shop,,2025-02-02 10:00:00,,,,,,,,,,
O24,C74,,shop,,2025-01-20 10:00:00,,,,,,,,,,
O25,C76,,shop,,2025-01-25 10:00:00,,,,,,,,,,
O26,C73,,shop,,2025-01-25 10:00:00,,,,,2025-01-26 10:00:00,,,,,
# again within ten days of the last day, one of the two before them; alone on the last day; one called off; on one day
O30,C80,,again,,2025-01-21 10:00:00,,,,,,,,,,
O31,C80,,again,,2025-01-25 10:00:00,,,,,,,,,,
O32,C81,,again,,2025-01-31 10:00:00,,,,,,,,,,
O33,C82,,again,,2025-01-22 10:00:00,,,,,,,,,,
O34,C82,,again,,2025-01-30 10:00:00,,,,,,,,,,
O35,C83,,again,,2025-01-28 10:00:00,,,,,,,,,,
O36,C83,,again,,2025-01-29 10:00:00,,,,,2025-01-29 11:00:00,,,,,
O37,C84,,again,,2025-01-29 10:00:00,,,,,,,,,,
O38,C84,,again,,2025-01-29 11:00:00,,,,,,,,,,
O39,C85,,again,,2025-02-01 00:30:00,,,,,,,,,,
O40,C86,,again,,2025-01-07 10:00:00,,,,,,,,,,
O41,C86,,again,,2025-01-15 10:00:00,,,,,,,,,,
O42,C86,,again,,2025-01-29 10:00:00,,,,,,,,,,
# who complained: back at the end of the window, a hair later; never before; at that very moment; called off
O50,C100,,back,,2025-01-05 10:00:00,,,,,,,,,,
O51,C100,,back,,2025-01-17 10:00:00,,,,,,,,,,
O52,C101,,back,,2025-01-05 10:00:00,,,,,,,,,,
O53,C101,,back,,2025-01-17 10:00:00.000001,,,,,,,,,,
O54,C102,,back,,2025-01-10 10:00:00,,,,,,,,,,
O55,C102,,back,,2025-01-11 10:00:00,,,,,,,,,,
O56,C103,,back,,2025-01-05 10:00:00,,,,,,,,,,
O57,C103,,back,,2025-01-10 10:00:00,,,,,,,,,,
O58,C104,,back,,2025-01-05 10:00:00,,,,,,,,,,
O59,C104,,back,,2025-01-21 10:00:00,,,,,,,,,,
O60,C105,,back,,2025-01-05 10:00:00,,,,,2025-01-05 11:00:00,,,,,
O61,C105,,back,,2025-01-11 10:00:00,,,,,,,,,,
O62,C106,,back,,2025-01-05 10:00:00,,,,,,,,,,
O63,C106,,back,,2025-01-11 10:00:00,,,,,2025-01-11 11:00:00,,,,,
O64,C107,,back,,2025-01-05 10:00:00,,,,,,,,,,
O65,C108,,back,,2025-01-05 10:00:00,,,,,,,,,,
O66,C109,,back,,2025-01-05 10:00:00,,,,,,,,,,
O67,C109,,back,,2025-01-29 10:00:00,,,,,,,,,,
# active in January, and again: by an order elsewhere, by one called off; by a lost one
O70,C62,S1,stays,,2025-01-20 10:00:00,,,,2025-02-05 10:00:00,,,,,,
O71,C63,S1,stays,,2025-01-20 10:00:00,,,,,,,,,,
O72,C63,S2,stays,,2025-02-05 10:00:00,,,,,,,,,,
O73,C64,S1,stays,,2025-01-20 10:00:00,,,,,,,,,,
O74,C64,S1,stays,,2025-02-05 10:00:00,,,,,2025-02-05 11:00:00,,,,,
O75,C65,S1,stays,,2025-01-20 10:00:00,,,,,,,,,,
O76,C114,S1,stays,,2025-01-20 10:00:00,,,,,,2025-01-22 10:00:00,,,,
""",
    "complaints_market": """
complaint_id,request_id,customer_id,channel,submitted_at
# of customers who order: over at noon of the last day, a hair later; twice; in another month than it is over
YR1,,C100,back,2025-01-10 10:00:00
YR2,,C101,back,2025-01-10 10:00:00
YR3,,C102,back,2025-01-10 10:00:00
YR4,,C103,back,2025-01-10 10:00:00
YR5,,C104,back,2025-01-10 12:00:00
YR6,,C104,back,2025-01-20 12:00:00
YR7,,C105,back,2025-01-10 10:00:00
YR8,,C106,back,2025-01-10 10:00:00
YR9,,C107,back,2025-02-03 12:00:00
YR10,,C108,back,2025-02-03 12:00:00.000001
YR11,,C109,back,2025-01-28 10:00:00
# of closed requests: at the end of the window, a hair later, before the closing
YF1,G38,,drawn,2025-01-16 10:00:00
YF2,G39,,drawn,2025-01-16 10:00:00.000001
YF3,G46,,drawn,2025-01-13 09:59:59.999999
YF4,G44,,drawn,2025-01-14 10:00:00
""",
    "member_activity": """
activity_id,customer_id,occurred_at,points_earned,points_redeemed
# at night between two months; the same numbers twice; neither said
MA1,C72,2025-02-01 00:30:00,100,
MA2,C72,2025-02-06 10:00:00,100,30
MA3,C72,2025-02-06 11:00:00,100,30
MA4,C75,2025-02-06 12:00:00,,
MA5,C90,2025-02-06 13:00:00,50,20
""",
    "service_finances": """
posting_id,posted_on,kind,category,team_id,service_id,is_service,amount,currency
FI1,2025-01-10,cost,labour,T1,S1,true,100,CNY
FI2,2025-01-10,cost,labour,T1,S1,true,100,CNY
FI3,2025-01-10,cost,maintenance,T1,S1,false,40,CNY
FI4,2025-01-10,cost,maintenance,T1,S1,true,30,CNY
FI5,2025-01-10,cost,innovation,,S99,,20,CNY
FI6,2025-01-10,cost,innovation,,,true,5,CNY
FI7,2025-01-10,revenue,innovation,,,true,500,CNY
FI8,2025-01-10,revenue,maintenance,,,,1000,CNY
FI9,2025-01-10,operating_profit,,,,true,200,CNY
FI10,2025-01-10,operating_profit,,,,,90,CNY
FI11,2025-01-10,operating_profit,maintenance,,,,-30,CNY
# by the rate of the day: the last of one, the first of another, small letters; before there is one
FI12,2025-01-31,cost,labour,T1,S1,true,10,USD
FI13,2025-02-01,cost,labour,T1,S1,true,10,usd
FI14,2025-01-14,revenue,,,,true,10,EUR
FI15,2025-01-15,revenue,,,,true,10,EUR
FI16,2025-02-10,revenue,,,,true,10,EUR
""",
    "agent_shifts": """
agent_id,shift_on,scheduled_seconds,worked_seconds,available_seconds,handling_seconds
# one side or the other unknown; not worked; equal times
A1,2025-01-07,28800,28800,3600,18000
A1,2025-01-08,28800,0,,
A1,2025-01-09,28800,,,
A1,2025-01-10,28800,28800,3600,
A1,2025-01-13,28800,,1800,7200
A1,2025-01-14,28800,28800,,18000
A4,2025-01-14,28800,28800,3600,18000
# three agents in a team, two, four in all; who changes teams in the day; nobody known; one who does not work
A5,2025-01-14,28800,14400,0,14400
A5,2025-01-15,28800,28800,3600,18000
A98,2025-01-14,28800,28800,3600,18000
A2,2025-01-31,28800,0,0,0
A7,2025-01-21,28800,28800,,
A1,2025-02-03,28800,28800,3600,18000
A2,2025-02-03,28800,28800,3600,18000
A4,2025-02-01,28800,28800,3600,18000
A5,2025-02-03,28800,28800,3600,18000
""",
    "store_checkouts": """
checkout_id,region,agent_id,queue_joined_at,service_started_at,service_ended_at
# at night; equal times; not ended, not begun; without a clock at each end
TC1,东,A1,2025-01-08 00:30:00,2025-01-08 00:35:00,2025-01-08 00:40:00
TC2,东,A1,2025-01-09 10:00:00,2025-01-09 10:05:00,2025-01-09 10:07:00
TC3,东,A1,2025-01-09 11:00:00,2025-01-09 11:05:00,2025-01-09 11:07:00
TC4,西,A4,2025-01-09 12:00:00,2025-01-09 12:03:00,
TC5,,A4,2025-01-10 10:00:00,,
TC6,,A4,2025-01-10,2025-01-10 10:00:00,2025-01-10 10:02:00
TC7,,,2025-01-10 11:00:00,2025-01-10 11:01:00,2025-01-10
""",
    "stockouts": """
stockout_id,region,out_at,restocked_at
# at night; equal times; out on a day, back on a day; not back
SO1,东,2025-01-08 10:00:00,2025-01-10 00:30:00
SO2,东,2025-01-09 10:00:00,2025-01-10 10:00:00
SO3,东,2025-01-09 11:00:00,2025-01-10 11:00:00
SO4,西,2025-01-13,2025-01-14 10:00:00
SO5,,2025-01-13 10:00:00,2025-01-15
SO6,,2025-01-13 10:00:00,
""",
    "maintenance_tasks": """
task_id,asset_id,due_on,done_on
MT1,AS1,2025-01-10,2025-01-10
MT2,AS1,2025-01-10,2025-01-11
MT3,AS1,2025-01-13,
MT4,AS4,2025-02-10,2025-02-09
MT5,AS1,2025-02-11,2025-02-01
MT6,AS99,2025-01-14,2025-01-14
""",
    "service_requests_market": """
request_id,request_type,channel,customer_id,agent_id,service_id,asset_id,region,created_at,resolved_at,closed_at,\
cancelled_at,due_at,is_resolved,handling_seconds,duplicate_of
# faults: equal times; open; without success; settled, it says; a duplicate; cancelled; no fault; repaired on a day
G1,fault,market,,A1,S1,AS1,,2025-01-10 09:00:00,2025-01-10 11:00:00,,,,,600,
G2,Fault,market,,A1,S1,AS1,,2025-01-10 10:00:00,2025-01-10 12:00:00,,,,,600,
G3,fault,market,,A1,S1,AS1,,2025-01-10 09:00:00,,,,,,,
G4,fault,market,,A1,S1,AS1,,2025-01-10 09:00:00,2025-01-10 13:00:00,,,,false,500,
G5,fault,market,,A1,S1,AS1,,2025-01-13 09:00:00,,,,,true,400,
G6,fault,market,,A1,S1,AS1,,2025-01-10 09:00:00,2025-01-10 14:00:00,,,,,300,G1
G7,fault,market,,A1,S1,AS1,,2025-01-10 09:00:00,2025-01-10 15:00:00,,2025-01-10 16:00:00,,,200,
G8,inquiry,market,,A1,S1,AS1,,2025-01-10 09:00:00,2025-01-10 17:00:00,,,,,100,
G9,fault,market,,A1,S1,AS1,,2025-01-14 09:00:00,2025-01-15,,,,,,
# on an asset: before its service, on its first day, on its last, after it; on none; on two of one day
G10,fault,market,,A1,S1,AS4,,2025-01-09 23:30:00,,,,,,,
G11,fault,market,,A1,S1,AS4,,2025-01-10 00:30:00,,,,,,,
G12,fault,market,,A1,S1,AS4,,2025-01-20 23:30:00,,,,,,,
G13,fault,market,,A1,S1,AS4,,2025-01-21 00:30:00,,,,,,,
G14,fault,market,,A1,S1,AS99,,2025-01-14 09:00:00,,,,,,,
# projects: on the stroke, late, open; called off
G20,project,market,,A1,S1,,,2025-01-10 09:00:00,2025-01-20 10:00:00,,,2025-01-20 10:00:00,,,
G21,Project,market,,A1,S1,,,2025-01-10 09:00:00,2025-01-21 10:00:00.000001,,,2025-01-21 10:00:00,,,
G22,project,market,,A1,S1,,,2025-01-10 09:00:00,,,,2025-01-22 10:00:00,,,
# services: on the last day of the twelve months, the day after; before the launch, on its day; an unknown one
G23,inquiry,market,,A1,S10,,,2025-02-09 23:30:00,,,,,,,
G24,inquiry,market,,A1,S10,,,2025-02-10 00:30:00,,,,,,,
G25,inquiry,market,,A1,S11,,,2025-01-09 23:30:00,,,,,,,
G26,inquiry,market,,A1,S12,,,2025-01-10 00:30:00,,,,,,,
G27,inquiry,market,,A1,S99,,,2025-01-10 00:30:00,,,,,,,
G28,inquiry,market,,A1,S11,,,2025-01-16 10:00:00,2025-01-16 11:00:00,,2025-01-16 12:00:00,,,,
G29,inquiry,market,,A1,S11,,,2025-01-16 10:00:00,2025-01-16 11:00:00,,,,,,G25
# closed: feedback at the closing, at the window's end, beyond it, before the closing; bad; a review; of other kinds
G30,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G31,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G32,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G33,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G34,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G35,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G36,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G37,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
# complaints: at the window's end, beyond it, before the closing; with praise; a duplicate, cancelled; over at noon
G38,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G39,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G46,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G44,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,
G40,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,,,,,G30
G41,inquiry,drawn,,A1,,,,2025-01-13 09:00:00,,2025-01-13 10:00:00,2025-01-13 11:00:00,,,,
G42,inquiry,drawn,,A1,,,,2025-02-07 09:00:00,,2025-02-07 12:00:00,,,,,
G43,inquiry,drawn,,A1,,,,2025-02-07 09:00:00,,2025-02-07 12:00:00.000001,,,,,
G45,inquiry,drawn,,A1,,,,2025-01-27 09:00:00,,2025-01-31 10:00:00,,,,,
# in regions: twice in one; in one no more, not yet, never in scope; a duplicate; created in another month
G50,inquiry,market,,A1,S1,,中,2025-01-13 09:00:00,2025-01-13 10:00:00,,,,,,
G51,inquiry,market,,A1,S1,,中,2025-01-13 09:00:00,2025-01-13 10:00:00,,,,,,
G52,inquiry,market,,A1,S1,,南,2025-01-13 09:00:00,2025-01-13 10:00:00,,,,,,
G53,inquiry,market,,A1,S1,,西,2025-02-03 09:00:00,2025-02-03 10:00:00,,,,,,
G54,inquiry,market,,A1,S1,,北,2025-01-31 09:00:00,2025-02-03 10:00:00,,,,,,
G55,inquiry,market,,A1,S1,,外,2025-01-13 09:00:00,2025-01-13 10:00:00,,,,,,G50
# customers: by a duplicate alone; twice on a day and in another; called off; again in February; unknown agents
G60,inquiry,market,C110,A1,S1,,,2025-01-13 09:00:00,,,,,,,G50
G61,inquiry,market,C111,A1,S1,,,2025-02-01 09:00:00,,,,,,,
G62,inquiry,market,C111,A1,S1,,,2025-02-01 10:00:00,,,,,,,
G63,inquiry,market,C111,A1,S1,,,2025-02-05 10:00:00,,,,,,,
G64,inquiry,market,C112,A1,S1,,,2025-01-14 09:00:00,,,2025-01-14 10:00:00,,,,
G65,inquiry,stays,C65,A1,S3,,,2025-02-05 09:00:00,,,2025-02-05 10:00:00,,,,
G66,inquiry,stays,C113,A1,S1,,,2025-01-20 09:00:00,2025-02-05 09:00:00,,,,,,
G67,inquiry,market,,A98,S1,,,2025-01-20 09:00:00,2025-01-20 10:00:00,,,,,,
G68,inquiry,market,,A2,S1,,,2025-01-20 09:00:00,2025-01-20 10:00:00,,,,,,
G69,inquiry,market,,A4,S1,,,2025-01-20 09:00:00,2025-01-20 10:00:00,,,,,,
G70,inquiry,market,,A4,S1,,,2025-01-20 09:00:00,2025-01-20 10:00:00,,,,,,
G71,inquiry,market,,A7,S1,,,2025-02-04 09:00:00,2025-02-04 10:00:00,,,,,,
# handling times of a median: two, and two that do not count
G80,inquiry,median,,A1,,,,2025-01-20 09:00:00,2025-01-20 10:00:00,,,,,100,
G81,inquiry,median,,A1,,,,2025-01-20 09:00:00,2025-01-20 10:00:00,,,,,200,
G82,inquiry,median,,A1,,,,2025-01-20 09:00:00,2025-01-20 10:00:00,,,,,900,G80
G83,inquiry,median,,A1,,,,2025-01-20 09:00:00,,,,,,950,
G84,inquiry,median2,,A1,,,,2025-01-20 09:00:00,2025-01-21 10:00:00,,2025-01-21 11:00:00,,,300,
G85,inquiry,median2,,A1,,,,2025-01-20 09:00:00,2025-01-21 10:00:00,,,,,700,
G86,inquiry,median2,,A1,,,,2025-01-20 09:00:00,2025-01-21 10:00:00,,,,,700,
""",
    "calls_market": """
call_id,direction,agent_id,started_at,queued_at,answered_at,ended_at,outcome
# within twenty seconds and ten, to the second; a hair longer; outbound; not offered; abandoned at once, and at ten
KL1,inbound,A1,2025-01-13 10:00:00,2025-01-13 10:00:00,2025-01-13 10:00:20,2025-01-13 10:01:00,answered
KL2,inbound,A1,2025-01-13 11:00:00,2025-01-13 11:00:00,2025-01-13 11:00:20.000001,2025-01-13 11:01:00,answered
KL3,inbound,A1,2025-01-14 10:00:00,2025-01-14 10:00:00,2025-01-14 10:00:10,2025-01-14 10:01:00,answered
KL4,inbound,A1,2025-01-14 11:00:00,2025-01-14 11:00:00,2025-01-14 11:00:10.000001,2025-01-14 11:01:00,answered
KL5,outbound,A1,2025-01-15 10:00:00,2025-01-15 10:00:00,2025-01-15 10:00:05,2025-01-15 10:01:00,answered
KL6,inbound,A1,2025-01-16 10:00:00,,2025-01-16 10:00:05,2025-01-16 10:01:00,
KL7,inbound,A1,2025-01-17 10:00:00,2025-01-17 10:00:00,,2025-01-17 10:00:10,abandoned
KL8,inbound,A1,2025-01-17 11:00:00,2025-01-17 11:00:00,,2025-01-17 11:00:10.000001,abandoned
KL9,outbound,A1,2025-01-17 12:00:00,2025-01-17 12:00:00,,2025-01-17 12:00:03,abandoned
KL10,inbound,A1,2025-01-18 10:00:00,2025-01-18 10:00:00,2025-01-18 10:00:05,2025-01-18 10:01:00,missed
""",
    "survey_responses_market": """
response_id,invitation_id,survey,dimension,respondent_type,respondent_id,request_id,channel,sent_at,responded_at,\
score,expected_score,scale_min,scale_max
# invitations: one of two questions answered; none; at night; sent twice; never sent; of a review; of the other surveys
QI1,N1,csat,overall,,,,invited,2025-01-13 10:00:00,2025-01-13 11:00:00,4,,,
QI1,N1,csat,attitude,,,,invited,2025-01-13 10:00:00,,,,,
QI2,N2,csat,overall,,,,invited,2025-01-13 10:00:00,,,,,
QI3,N3,csat,overall,,,,invited,2025-01-15 00:30:00,,,,,
QI4,N4,csat,overall,,,,invited2,2025-01-20 10:00:00,2025-01-20 11:00:00,4,,,
QI5,N4,csat,overall,,,,invited,2025-01-16 10:00:00,,,,,
QI6,N6,csat,overall,,,,invited,,2025-01-13 11:00:00,4,,,
QI7,N7,review,overall,,,,invited,2025-01-13 10:00:00,,,,,
QI8,,nps,overall,,,,invited,2025-01-17 10:00:00,,,,,
QI9,,ces,overall,,,,invited,2025-01-18 10:00:00,,,,,
# answered without a score
QI10,,ces,overall,,,,invited,2025-01-18 10:00:00,2025-01-18 11:00:00,,,,
# of closed requests
QF1,,csat,overall,,,G30,,,2025-01-13 10:00:00,4,,,
QF2,,csat,overall,,,G31,,,2025-01-16 10:00:00,5,,,
QF3,,csat,overall,,,G32,,,2025-01-16 10:00:00.000001,5,,,
QF4,,csat,overall,,,G33,,,2025-01-13 09:59:59.999999,5,,,
QF5,,csat,overall,,,G34,,,2025-01-14 10:00:00,2,,,
QF6,,review,overall,,,G35,,,2025-01-14 10:00:00,5,,,
QF7,,nps,overall,,,G36,,,2025-01-14 10:00:00,10,,,
QF8,,csat,attitude,,,G37,,,2025-01-14 10:00:00,5,,,
QF9,,csat,overall,,,G44,,,2025-01-14 10:00:00,5,,,
QF10,,csat,overall,,,G40,,,2025-01-14 10:00:00,5,,,
QF11,,csat,overall,,,G41,,,2025-01-14 10:00:00,5,,,
QF12,,csat,overall,,,G42,,,2025-02-08 10:00:00,5,,,
QF13,,csat,overall,,,G43,,,2025-02-08 10:00:00,5,,,
# effort: on the threshold and below, twice the same; on a scale where low is good; without width; another question
QE1,,ces,overall,,,,,,2025-01-13 10:00:00,5,,,
QE2,,ces,overall,,,,,,2025-01-13 10:00:00,4,,,
QE3,,ces,overall,,,,,,2025-01-13 10:00:00,4,,,
QE4,,ces,overall,,,,,,2025-01-14 10:00:00,2,3,1,5
QE5,,ces,overall,,,,,,2025-01-14 10:00:00,3,2,1,5
QE8,,ces,overall,,,,,,2025-01-14 11:00:00,2,2,1,5
QE9,,ces,overall,,,,,,2025-01-14 12:00:00,2,4,1,5
QE6,,ces,overall,,,,,,2025-01-15 10:00:00,5,,5,5
QE7,,ces,attitude,,,,,,2025-01-13 10:00:00,7,,,
# promoters and others, to either side; on another scale, another question
QN1,,nps,overall,,,,,,2025-01-13 10:00:00,9,,,
QN2,,nps,overall,,,,,,2025-01-13 10:00:00,8,,,
QN3,,nps,overall,,,,,,2025-01-13 10:00:00,7,,,
QN4,,nps,overall,,,,,,2025-01-13 10:00:00,6,,,
QN5,,nps,overall,,,,,,2025-01-14 10:00:00,5,,1,5
QN6,,nps,attitude,,,,,,2025-01-15 10:00:00,10,,,
QN7,,nps,attitude,,,,,,2025-01-15 10:00:00,0,,,
QM1,,employee_nps,overall,agent,A1,,,,2025-01-13 10:00:00,9,,,
QM2,,employee_nps,overall,agent,A2,,,,2025-01-13 10:00:00,8,,,
QM3,,employee_nps,overall,agent,A3,,,,2025-01-13 10:00:00,7,,,
QM4,,employee_nps,overall,agent,A4,,,,2025-01-13 10:00:00,6,,,
QM5,,employee_nps,overall,agent,A5,,,,2025-01-13 10:00:00,10,,,
QM6,,employee_nps,overall,agent,A1,,,,2025-01-14 10:00:00,5,,1,5
QM7,,employee_nps,attitude,agent,A1,,,,2025-01-15 10:00:00,10,,,
QM8,,employee_nps,attitude,agent,A1,,,,2025-01-15 10:00:00,0,,,
# partners and third parties: another question; equal scores; no width
QP1,,partner,overall,partner,P1,,,,2025-01-13 10:00:00,4,,,
QP2,,partner,overall,partner,P1,,,,2025-01-13 10:00:00,3,,,
QP3,,partner,attitude,partner,P1,,,,2025-01-13 10:00:00,5,5,,
QT1,,third_party,overall,third_party,X,,,,2025-01-13 10:00:00,80,,,
QT2,,third_party,overall,third_party,X,,,,2025-01-13 11:00:00,80,,,
QT3,,third_party,overall,third_party,X,,,,2025-01-13 12:00:00,60,,,
QT4,,third_party,attitude,third_party,X,,,,2025-01-13 13:00:00,10,,,
QT5,,third_party,overall,third_party,X,,,,2025-01-14 12:00:00,50,,50,50
# as expected, below; to another question, in another survey; a scale that ends at 0
QX1,,csat,overall,,,,,,2025-01-13 10:00:00,4,4,,
QX2,,csat,overall,,,,,,2025-01-13 10:00:00,3,4,,
QX3,,csat,price,,,,,,2025-01-13 10:00:00,5,4,,
QX4,,review,overall,,,,,,2025-01-14 10:00:00,2,4,,
QX5,,nps,overall,,,,,,2025-01-15 10:00:00,2,4,,
QX6,,csat,overall,,,,,,2025-01-16 10:00:00,-2,,-5,0
# channels: with three answers, two; a review, another question
QC1,,csat,overall,,,,counter,,2025-01-13 10:00:00,5,,,
QC2,,csat,overall,,,,counter,,2025-01-13 10:00:00,5,,,
QC3,,csat,overall,,,,counter,,2025-01-13 10:00:00,5,,,
QC4,,csat,overall,,,,letter,,2025-01-13 10:00:00,1,,,
QC5,,csat,overall,,,,letter,,2025-01-13 10:00:00,1,,,
QC6,,csat,overall,,,,market,,2025-01-13 10:00:00,5,,,
QC7,,csat,overall,,,,market,,2025-01-13 10:00:00,5,,,
QC8,,csat,overall,,,,market,,2025-01-13 10:00:00,1,,,
QC9,,review,overall,,,,letter,,2025-01-13 10:00:00,1,,,
QC10,,csat,attitude,,,,letter,,2025-01-13 10:00:00,1,,,
QC11,,csat,overall,,,,counter,,2025-02-03 10:00:00,5,,,
QC12,,csat,overall,,,,counter,,2025-02-03 10:00:00,5,,,
QC13,,csat,overall,,,,counter,,2025-02-03 10:00:00,5,,,
QC14,,csat,overall,,,,counter,,2025-02-03 10:00:00,1,,,
""",
    # Each dimension: satisfied or not, and in another survey.
    "survey_responses_dimensions": "\n".join(
        [
            "response_id,survey,dimension,responded_at,score",
            *(
                f"QD-{survey}-{score},{survey},{dimension},2025-01-14 10:00:00,{score}"
                for dimension in DIMENSIONS
                for survey, score in (("csat", 5), ("csat", 2), ("csat", 3), ("review", 5))
            ),
        ]
    ),
    "quality_audits_market": """
audit_id,item_id,criterion,agent_id,audited_at,is_applicable,is_passed,is_fatal,score,max_score,error_count
# records, and information: all good; one bad; bad and does not apply; without a verdict
Z10,1,record_entry,A1,2025-01-13 10:00:00,,true,,,,
Z11,1,record_entry,A1,2025-01-13 10:00:00,,true,,,,
Z11,2,record_entry,A1,2025-01-13 10:00:00,,false,,,,
Z12,1,record_entry,A1,2025-01-13 10:00:00,false,false,,,,
Z12,2,record_entry,A1,2025-01-13 10:00:00,,true,,,,
Z13,1,record_entry,A1,2025-01-13 10:00:00,,,,,,
Z14,1,information_given,A1,2025-01-14 10:00:00,,true,,,,
Z15,1,information_given,A1,2025-01-14 10:00:00,,true,,,,
Z15,2,information_given,A1,2025-01-14 10:00:00,,false,,,,
Z16,1,information_given,A1,2025-01-14 10:00:00,false,false,,,,
Z16,2,information_given,A1,2025-01-14 10:00:00,,true,,,,
Z17,1,information_given,A1,2025-01-14 10:00:00,,,,,,
# standards, two met of four
Z20,1,standard,A1,2025-01-15 10:00:00,,true,,,,
Z20,2,standard,A1,2025-01-15 10:00:00,,true,,,,
Z20,3,standard,A1,2025-01-15 10:00:00,,false,,,,
Z20,4,standard,A1,2025-01-15 10:00:00,,,,,,
Z20,5,standard,A1,2025-01-15 10:00:00,false,true,,,,
Z20,6,attitude,A1,2025-01-15 10:00:00,,true,,,,
# points: one side unknown; does not apply; all lost by an item, with points or without; good, or does not apply
Z21,1,attitude,A1,2025-01-16 10:00:00,,true,,8,10,
Z21,2,attitude,A1,2025-01-16 10:00:00,,true,,3,,
Z21,3,attitude,A1,2025-01-16 10:00:00,,true,,,7,
Z21,4,attitude,A1,2025-01-16 10:00:00,false,true,,5,5,
Z21,5,attitude,A1,2025-01-16 10:00:00,,true,,2,10,
Z22,1,attitude,A1,2025-01-17 10:00:00,,false,true,9,10,
Z23,1,attitude,A1,2025-01-18 10:00:00,,true,true,9,10,
Z23,2,attitude,A1,2025-01-18 10:00:00,false,false,true,1,10,
Z24,1,attitude,A1,2025-01-19 10:00:00,,true,,8,10,
Z24,2,attitude,A1,2025-01-19 10:00:00,,false,true,,,
Z25,1,attitude,A1,2025-01-20 10:00:00,,,true,7,10,
Z26,1,attitude,A1,2025-01-20 10:00:00,,false,,7,10,
""",
    "training_records_scores": """
course_id,agent_id,scheduled_on,attended,passed,score_before,score_after
# better twice alike, as before; one score alone; not attended, says the row, and nobody says
L10,A1,2025-01-10,true,true,50,70
L11,A1,2025-01-10,true,true,50,70
L10,A4,2025-01-10,true,false,60,60
L11,A4,2025-01-10,true,,50,
L12,A4,2025-01-10,true,,,80
L12,A1,2025-01-10,false,true,10,90
L13,A1,2025-01-10,,true,10,90
""",
    "agent_assessments_skills": """
agent_id,assessed_on,dimension,score,max_score
# alike; out of nothing
A1,2025-01-08,tools,8,10
A1,2025-01-08,regulations,8,10
A1,2025-01-08,learning,5,0
A1,2025-01-08,communication,-1,-2
""",
}

# A company's reference tables for these exports. Its clocks: an hour for a first response, half an hour for the next
# reply, two hours to resolve.
SEEDS = {
    "business_schedules": """
schedule_id,valid_from,time_zone,holiday_calendar,weekdays,opens,closes
office,2024-01-01,Asia/Shanghai,CN,12345,09:00,12:00
office,2024-01-01,Asia/Shanghai,CN,12345,13:00,18:00
# day and night
round,2024-01-01,Asia/Shanghai,none,1234567,08:00,08:00
night,2024-01-01,Asia/Shanghai,none,1234567,22:00,06:00
night,2025-01-27,Asia/Shanghai,none,1234567,23:00,05:00
""",
    "extra_holidays": """
schedule_id,day,kind,from_time,to_time
office,2025-01-24,closed,14:00,18:00
*,2025-01-25,open,10:00,11:00
""",
    "schedule_assignments": """
position,valid_from,team_id,channel,customer_segment,member_tier,schedule_id
1,2024-01-01,*,states,*,*,night
2,2024-01-01,*,zero,*,*,always
3,2024-01-01,T9,*,*,*,night
# in force from the day on which requests are there
4,2025-01-20,*,waits,vip,*,night
5,2024-01-01,*,tier,*,gold,night
6,2024-01-01,T3,*,*,*,night
# the first requests have none
7,2025-01-07,*,*,*,*,office
8,2024-01-01,*,four,*,*,round
""",
    "sla_policies": """
position,valid_from,request_type,priority,channel,customer_segment,member_tier,target,minutes,clock,pauses
1,2024-01-01,*,High,wall,*,*,first_response,1,calendar,false
2,2024-01-01,*,*,wall,*,*,first_response,60,calendar,false
3,2024-01-01,*,*,office,*,*,first_response,60,business,true
4,2024-01-01,Inquiry,*,office,*,*,next_reply,30,calendar,false
# in the same position and no business of the one above
4,2025-01-22,*,*,nowhere,*,*,first_response,1,calendar,false
5,2024-01-01,*,*,office,*,*,resolution,120,business,true
# no target for what waits
6,2024-01-01,*,*,waits,*,*,first_response,0,calendar,false
7,2024-01-01,*,*,*,*,*,next_reply,10,business,true
8,2024-01-01,*,*,*,*,*,first_response,1440,calendar,false
8,2025-01-20,*,*,*,*,*,first_response,5,business,false
""",
    "request_statuses_overrides": """
status,kind
what,paused
on_hold,open
""",
    "assets": """
asset_id,service_id,region,in_service_from,in_service_to
# always; on the last day of a month, on the first; of a service nobody knows; until the calendar begins, and before
AS1,S1,东,2024-01-01,9999-12-31
AS2,S2,西,2025-01-31,2025-01-31
AS3,S3,北,2025-02-01,2025-02-01
AS4,S99,东,2025-01-10,2025-01-20
AS5,S1,西,2024-01-01,2025-01-05
AS6,S1,西,2024-01-01,2025-01-04
AS7,S2,中,2025-02-10,9999-12-31
""",
    "regions_in_scope": """
region,valid_from,valid_to
# twice in a month; until the first of one, from the last day of one
东,2024-01-01,9999-12-31
西,2024-01-01,2025-01-10
西,2025-01-20,2025-01-31
北,2024-01-01,2025-02-01
中,2025-01-31,9999-12-31
外,2024-01-01,9999-12-31
""",
    "exchange_rates": """
currency,valid_from,rate
USD,2025-02-01,8
USD,2024-01-01,7
EUR,2025-01-15,7.5
""",
    # The lower the effort, the better.
    "survey_scales_overrides": """
survey,scale_min,scale_max,satisfied_from,is_reversed,is_default
ces,1,5,2,true,false
""",
    "ahp_judgements": """
index_id,valid_from,parent,judge,item_a,item_b,judgement
# two judges who differ; what is within a part stays as given until it is judged
service_quality_index,2024-12-01,*,a,speed,accuracy,8
service_quality_index,2024-12-01,*,b,accuracy,speed,1/2
service_quality_index,2025-01-01,*,a,accuracy,speed,3
service_quality_index,2025-01-01,speed,a,response_speed_satisfaction_rate,response_sla_attainment_rate,5
""",
    "index_parts": """
index_id,valid_from,part,kpi_id,weight,floor,target
# between floor and target, above, below; the lower the better
customer_satisfaction_index,2020-01-01,attitude,attitude_satisfaction_rate,2,0.1,0.9
customer_satisfaction_index,2020-01-01,price,price_satisfaction_rate,1,0,0.2
customer_satisfaction_index,2020-01-01,delivery,delivery_satisfaction_rate,3,0.8,1
customer_satisfaction_index,2020-01-01,accuracy,error_rate,1,2,0.1
customer_satisfaction_index,2020-01-01,effort,customer_effort_score,1,0,100
customer_satisfaction_index,2025-01-01,attitude,attitude_satisfaction_rate,2,0.1,0.9
customer_satisfaction_index,2025-01-01,price,price_satisfaction_rate,1,0,0.2
customer_satisfaction_index,2025-01-01,delivery,delivery_satisfaction_rate,3,0.8,1
customer_satisfaction_index,2025-01-01,accuracy,error_rate,2,2,0.1
customer_satisfaction_index,2025-01-01,effort,customer_effort_score,1,0,50
service_quality_index,2020-01-01,speed,response_speed_satisfaction_rate,0.5,0,1
service_quality_index,2020-01-01,speed,response_sla_attainment_rate,0.5,0,1
service_quality_index,2020-01-01,accuracy,service_accuracy_score,1,0,1
""",
}


def write(folder: Path) -> Path:
    """The exports as files; lines that begin with # are for the reader of this page alone."""
    return _write(folder, EXPORTS)


def write_seeds(folder: Path) -> Path:
    """The reference tables as files."""
    return _write(folder, SEEDS)


def _write(folder: Path, tables: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in tables.items():
        lines = [line for line in text.strip().split("\n") if not line.startswith("#")]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
