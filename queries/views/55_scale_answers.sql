-- Answers on a scale, with how good they are whatever the direction of the scale.
--
-- One row per questionnaire and scale question asked in it. goodness runs from 0 (worst end) to 1
-- (best end), null: no answer. agrees: in the best quarter of the scale, which is 4 or 5 of 5, the
-- grades 1 and 2 of 6, and "Ja" of three.
create or replace view scale_answers as
select
    current_feedback.*,
    question.short_label,
    question.wording,
    question.position,
    question.low,
    question.high,
    question.best,
    question.labels,
    case question.best
        when 'high' then (current_feedback.value - question.low) / (question.high - question.low)
        else (question.high - current_feedback.value) / (question.high - question.low)
    end as goodness,
    goodness >= 0.75 as agrees
from current_feedback
inner join question using (question_id, version)
where question.kind = 'scale'
