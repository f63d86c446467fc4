-- The topic that an event is shown under where it has only one place: the one with most weight,
-- of equal ones the first by name.
--
-- One row per event that has a topic.
create or replace view main_topic as
select
    event_topic.event_id,
    topic.topic_id,
    topic.label as topic_label,
    topic.valid_from,
    topic.valid_to
from event_topic
inner join topic using (topic_id)
qualify row_number() over (
    partition by event_topic.event_id order by event_topic.weight desc, topic.label collate de
) = 1
