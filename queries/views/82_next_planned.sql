-- When a topic comes next: the first planned event of the evaluated series about it from today on.
--
-- One row per topic that a dated planned event is about.
create or replace view next_planned as
select event_topic.topic_id, min(event.held_on) as planned_on
from event
inner join series using (series_id)
inner join event_topic using (event_id)
where series.evaluated
    and event.status in ('planned', 'postponed')
    and event.held_on >= current_date
    and event.event_id not in (select event_id from held_events)
group by event_topic.topic_id
