-- What counts as an attendance ("Teilnahme"): a person who came to a held event.
--
-- One row per person (or unnamed row) and event, with the date of the event. Private persons belong
-- to no organisation, though lists put them under one name.
create or replace view counted_attendance as
select
    current_attendance.* replace (
        if(current_attendance.organisation_type = 'citizen', null, current_attendance.organisation_id)
            as organisation_id
    ),
    held_events.held_on,
    held_events.held_year
from current_attendance
inner join held_events using (event_id)
where current_attendance.status = 'attended'
