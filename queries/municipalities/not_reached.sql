-- Municipalities that nobody came from, and since when.
--
-- One row per municipality without an attendance in the period, longest absence first. Empty
-- without any attendance list.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- association_name  Verbandsgemeinde it belongs to; null if none
-- last_event  number and series of the last event that somebody came to; null if never
-- last_held_on  its date; null if never or unknown
-- dialogues_since  held events with a list since then, up to the end of the period
select
    ags,
    municipality_name,
    association_name,
    last_event,
    last_held_on,
    dialogues_since
from municipality_absence($from_date, $to_date)
where not is_reached and is_listed
order by last_place nulls first, municipality_name collate de
