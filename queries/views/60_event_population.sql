-- Inhabitants of each municipality as counted last before an event, so that old years never
-- change when newer figures arrive; where no earlier count is known, the first one after it.
--
-- One row per held event and municipality.
create or replace view event_population as
select held_events.event_id, population.ags, population.counted_on, population.persons
from held_events
cross join population
qualify row_number() over (
    partition by held_events.event_id, population.ags
    order by
        population.counted_on > held_events.sort_on,
        abs(date_diff('day', population.counted_on, held_events.sort_on))
) = 1
