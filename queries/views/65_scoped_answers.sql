-- Answers on a scale in every scope for which they are published (see scopes_of).
--
-- One row per questionnaire, scale question asked in it and scope (whole, year or event).
create or replace view scoped_answers as
select
    scale_answers.*,
    unnest(scopes_of(held_year, event_id), recursive := true)
from scale_answers
