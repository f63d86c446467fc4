-- What an event did for a topic. Its attendances are divided among its own topics by weight, so
-- that they add up; a topic that only stands on the agenda gets none of them.
--
-- One row per held event and topic that is one of its own or stands on its agenda. topic_share: 0
-- to 1, the shares of an event add up to 1. topic_attendances: null without an attendance list.
create or replace view topic_activity as
with shares as (
    select
        event_id,
        topic_id,
        weight / sum(weight) over (partition by event_id) as topic_share
    from event_topic
),
items as (
    select event_id, topic_id, count(*) as n_items
    from agenda_item
    where topic_id is not null
    group by event_id, topic_id
),
attended as (
    select event_id, count(*) as n_attended from counted_attendance group by event_id
)
select
    held_events.event_id,
    held_events.held_on,
    topic.topic_id,
    topic.label as topic_label,
    coalesce(topic_share, 0)::double as topic_share,
    coalesce(n_items, 0) as n_items,
    (coalesce(topic_share, 0) * n_attended)::double as topic_attendances
from shares
full join items using (event_id, topic_id)
inner join held_events using (event_id)
inner join topic using (topic_id)
left join attended using (event_id)
