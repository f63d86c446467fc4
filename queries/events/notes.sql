-- Notes on the time axis: what happened that the figures alone do not tell.
--
-- One row per note that falls into the period, oldest first.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- note_id  key
-- starts_on  date
-- ends_on  date, inclusive; null for a single day
-- note_kind  funding, election, online_only or other
-- note_label  short text, as written by staff
-- note_text  longer text; null if none
select
    note_id,
    starts_on,
    ends_on,
    kind as note_kind,
    label as note_label,
    note_text
from note
where starts_on <= $to_date and coalesce(ends_on, starts_on) >= $from_date
order by starts_on, ends_on nulls first, note_id
