-- Where the dialogues met. An online one met nowhere and is left out.
--
-- One row per held event that was not online. ags: municipality of the venue, null: not known.
create or replace view event_venue as
select
    held_events.event_id,
    held_events.held_on,
    held_events.sort_on,
    held_events.number_order,
    held_events.short_title,
    coalesce(held_events.number_text || '.', 'o. Nr.') as number_label,
    municipality.ags,
    coalesce(municipality.association_id, municipality.ags) as administration_id
from held_events
left join municipality using (ags)
where held_events.mode <> 'online'
