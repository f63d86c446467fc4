-- Rows of attendance lists that are neither superseded nor undone.
--
-- One row per person (or unnamed row) of a list and event, whatever the status.
create or replace view current_attendance as
select * exclude (superseded_by)
from attendance
where superseded_by is null
