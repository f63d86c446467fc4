-- Which topic when: the events with the topics they were about and those on their agenda.
--
-- One row per held event and topic, oldest event first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- topic_id  key
-- topic_label  German
-- topic_share  0 to 1: how much of the event the topic was; 0 if it only stood on the agenda
-- agenda_items  points of the programme with that topic
select
    topic_activity.event_id,
    held_events.short_title,
    held_events.title,
    topic_activity.held_on,
    topic_activity.topic_id,
    topic_activity.topic_label,
    topic_activity.topic_share,
    topic_activity.n_items as agenda_items
from topic_activity
inner join held_events using (event_id)
where in_period(topic_activity.held_on, $from_date, $to_date)
order by held_events.sort_on, held_events.number_order nulls last, topic_activity.event_id,
    topic_activity.topic_share desc, topic_activity.topic_label collate de
