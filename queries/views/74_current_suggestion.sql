-- Suggested topics as they stand now.
--
-- One row per suggestion: its newest version.
create or replace view current_suggestion as
select *
from topic_suggestion
qualify row_number() over (partition by suggestion_id order by version desc) = 1
