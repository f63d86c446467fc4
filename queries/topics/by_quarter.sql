-- Topics by quarter: how often, how much of the programme, and for how many people.
--
-- One row per quarter and topic that came up in it, oldest first; no quarter where the day is
-- unknown.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- quarter_start  first day of the quarter; null if the day of the event is unknown
-- topic_id  key
-- topic_label  German
-- events  events, divided among the topics of each by weight
-- agenda_items  points of the programme with that topic
-- attendances  attendances, divided among the topics of each event by weight; null without a list
select
    date_trunc('quarter', held_on)::date as quarter_start,
    topic_id,
    topic_label,
    sum(topic_share) as events,
    sum(n_items)::bigint as agenda_items,
    sum(topic_attendances) as attendances
from topic_activity
where in_period(held_on, $from_date, $to_date)
group by date_trunc('quarter', held_on)::date, topic_id, topic_label
order by quarter_start nulls last, topic_label collate de
