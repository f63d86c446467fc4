-- Feedback talks in every scope for which they are published: the whole series, and the year in
-- which they began.
--
-- One row per talk and scope (whole or year); scope_year is null for the whole series.
create or replace view scoped_talks as
select
    talk.*,
    spread.scope,
    if(spread.scope = 'whole', null, left(talk.starts, 4)::bigint) as scope_year
from talk
cross join (values ('whole'), ('year')) as spread (scope)
