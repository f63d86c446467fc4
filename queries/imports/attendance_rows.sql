-- The rows behind the figures: every person of every list, without a name.
--
-- One row per person (or unnamed row) and event, newest event first, in the order of the file.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- event_id  key
-- short_title  number and series
-- title  title of the event
-- held_on  date; null if unknown
-- batch_id  number of the import
-- file_name  as uploaded
-- source_row  row of the file as Excel counts it
-- person  the first eight signs of the pseudonym; null for a row without a name
-- organisation_name  as first written; null if none
-- organisation_type  key, as at the time of the event
-- level  municipality, association, district, outside or unknown
-- place_name  municipality, association or place outside; null for the other levels
-- place_text  as written, where a person has to decide or has decided; else null
-- place_inferred  true: from the organisation
-- mode  in_person, online or unknown
-- status  invited, registered, attended, withdrawn or no_show
-- minutes  minutes; null if the list does not tell
-- is_counted  true: counts as an attendance
select
    event.event_id,
    concat_ws(' ', event.number_text || '.', series.label) as short_title,
    event.title,
    event.held_on,
    current_attendance.batch_id,
    import_batch.file_name,
    current_attendance.source_row,
    left(current_attendance.person_key, 8) as person,
    organisation.name as organisation_name,
    current_attendance.organisation_type,
    current_attendance.level,
    coalesce(municipality.name, association.name, current_attendance.outside_name) as place_name,
    current_attendance.place_text,
    current_attendance.place_inferred,
    current_attendance.mode,
    current_attendance.status,
    current_attendance.minutes,
    current_attendance.attendance_id in (
        select attendance_id from counted_attendance
    ) as is_counted
from current_attendance
inner join event using (event_id)
inner join series using (series_id)
inner join import_batch on import_batch.batch_id = current_attendance.batch_id
left join organisation using (organisation_id)
left join municipality on municipality.ags = current_attendance.ags
left join association on association.association_id = current_attendance.association_id
where in_period(event.held_on, $from_date, $to_date)
order by event.held_on desc nulls last, event.event_id, current_attendance.batch_id,
    current_attendance.source_row
