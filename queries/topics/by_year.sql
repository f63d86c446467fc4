-- Topics by year: how often, how much of the programme, and for how many people.
--
-- One row per year and topic that came up in it, oldest first; no year where the day is unknown.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- held_year  calendar year; null if the day is unknown
-- topic_id  key
-- topic_label  German
-- events  events, divided among the topics of each by weight
-- agenda_items  points of the programme with that topic
-- attendances  attendances, divided among the topics of each event by weight; null without a list
select
    year(held_on) as held_year,
    topic_id,
    topic_label,
    sum(topic_share) as events,
    sum(n_items)::bigint as agenda_items,
    sum(topic_attendances) as attendances
from topic_activity
where in_period(held_on, $from_date, $to_date)
group by year(held_on), topic_id, topic_label
order by held_year nulls last, topic_label collate de
