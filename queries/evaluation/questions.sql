-- What those who answered thought: the answers to each question on a scale.
--
-- One row per version of a question and step of its scale, best step first. Answers between two
-- steps, such as the grade 2-, count for the nearer one, halfway for the worse one.
--
-- $from_date  date, inclusive
-- $to_date  date, inclusive
--
-- question_id  key
-- version  of wording and scale
-- short_label  German
-- wording  as asked
-- best  low or high: which end of the scale is best
-- step  number on the scale
-- step_label  German; null for a step without a name
-- goodness  0 (worst step) to 1 (best step)
-- answers  answers that took this step
-- share  of all answers given, 0 to 1
-- answered  answers given to the question
-- not_stated  questionnaires that asked the question and got no answer
-- median  middle of the answers, in the question's own scale
-- agreement  share of answers in the best quarter of the scale, 0 to 1
with asked as (
    select * from scale_answers where in_period(held_on, $from_date, $to_date)
),
steps as (
    select
        question_id,
        version,
        short_label,
        wording,
        position,
        best,
        unnest(generate_series(low, high)) as step,
        low,
        high,
        labels
    from question
    where kind = 'scale'
),
summed as (
    select
        question_id,
        version,
        count(value) as n_answered,
        count(*) - count(value) as n_not_stated,
        quantile_disc(value, 0.5) as middle,
        avg(agrees::integer) as agree_share
    from asked
    group by question_id, version
),
rounded as (
    select
        question_id,
        version,
        -- Halfway goes to the worse side: up where low is best, down where high is best.
        if(best = 'low', floor(value + 0.5), ceil(value - 0.5))::integer as step
    from asked
    where value is not null
),
counted as (
    select question_id, version, step, count(*) as n_answers
    from rounded
    group by question_id, version, step
)
select
    steps.question_id,
    steps.version,
    steps.short_label,
    steps.wording,
    steps.best,
    steps.step::integer as step,
    string_split(steps.labels, ';')[(steps.step - steps.low + 1)::integer] as step_label,
    if(steps.best = 'high', steps.step - steps.low, steps.high - steps.step)
        / (steps.high - steps.low) as goodness,
    coalesce(n_answers, 0) as answers,
    coalesce(n_answers, 0) / nullif(n_answered, 0) as share,
    n_answered as answered,
    n_not_stated as not_stated,
    middle::double as median,
    agree_share as agreement
from steps
inner join summed using (question_id, version)
left join counted on counted.question_id = steps.question_id
    and counted.version = steps.version
    and counted.step = steps.step
order by steps.position, steps.question_id, steps.version, goodness desc
