-- When somebody last came from each municipality, in the series up to the end of the period.
--
-- One row per municipality, longest absence first. Empty without any attendance list.
--
-- $from_date  date, inclusive; what came before it counts as well
-- $to_date  date, inclusive
--
-- ags  official key, 8 digits
-- municipality_name  German
-- last_event  number and series of the last event that somebody came to; null if never
-- last_held_on  its date; null if never or unknown
-- dialogues_since  held events with a list since then, up to the end of the period
-- dialogues  of those with a list, the ones somebody from the municipality came to
-- events_with_list  held events up to the end of the period whose attendance list is known
select
    ags,
    municipality_name,
    last_event,
    last_held_on,
    dialogues_since,
    n_visits as dialogues,
    n_lists as events_with_list
from municipality_absence($from_date, $to_date)
order by last_place nulls first, municipality_name collate de
