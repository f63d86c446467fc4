-- Answers of questionnaires that are neither superseded nor undone.
--
-- One row per questionnaire and question asked in it; value and answer_text null: no answer.
create or replace view current_feedback as
select
    feedback_response.response_id,
    feedback_response.event_id,
    feedback_response.batch_id,
    feedback_response.source_row,
    feedback_response.respondent_type,
    held_events.held_on,
    held_events.held_year,
    feedback_answer.question_id,
    feedback_answer.version,
    feedback_answer.value,
    feedback_answer.answer_text
from feedback_response
inner join held_events using (event_id)
inner join feedback_answer using (response_id)
where feedback_response.superseded_by is null
