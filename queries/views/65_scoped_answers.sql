-- Answers on a scale in every scope for which they are published: the whole series, the year of
-- their event, the event itself. Answers to an event without a known date are the year null: what
-- is left of the whole series when all years are taken away.
--
-- One row per questionnaire, scale question asked in it and scope (whole, year or event).
-- scope_key tells the scopes apart; scope_year and scope_event are null where they do not apply.
create or replace view scoped_answers as
select
    scale_answers.*,
    spread.scope,
    if(spread.scope = 'whole', null, held_year) as scope_year,
    if(spread.scope = 'event', event_id, null) as scope_event,
    case spread.scope
        when 'whole' then 'whole'
        when 'year' then concat('year ', held_year)
        else concat('event ', event_id)
    end as scope_key
from scale_answers
cross join (values ('whole'), ('year'), ('event')) as spread (scope)
