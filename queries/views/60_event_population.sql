-- Inhabitants of each municipality as counted last before an event, so that old years never
-- change when newer figures arrive; where no earlier count is known, the first one after it.
--
-- One row per held event and municipality.
create or replace view event_population as
select event_id, ags, counted_on, persons
from held_events
cross join population
qualify row_number() over (
    partition by event_id, ags
    order by
        counted_on > coalesce(held_on, current_date),
        abs(date_diff('day', counted_on, coalesce(held_on, current_date)))
) = 1
