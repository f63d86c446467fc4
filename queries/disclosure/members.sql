-- Which municipalities belong to an association, so that its figures are the sum of theirs and those
-- of its own office.
--
-- One row per municipality that belongs to an association (Verbandsgemeinde), by key.
--
-- ags  official key, 8 digits
-- association_id  key
-- association_name  German
select municipality.ags, association.association_id, association.name as association_name
from municipality
inner join association using (association_id)
order by municipality.ags
