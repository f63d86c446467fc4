-- What became of things: what staff add to an outcome of the record or enter anew, and the topics
-- that people suggest. The record's own status stays in outcome; the newest update overrides it.
--
-- No foreign keys to outcome: DuckDB refuses to write outcome.topic_id or event_id, which staff
-- correct, while other rows point at the row. warehouse/outcomes.py keeps these whole.

create table outcome_detail (
    outcome_id text primary key,    -- outcome.outcome_id
    responsible text,               -- an organisation, never a person
    due text                        -- '2026', '2026-05' or '2026-05-31'
);

create table outcome_municipality (
    outcome_id text not null,       -- outcome.outcome_id
    ags text not null references municipality (ags),
    primary key (outcome_id, ags)
);

-- Append-only.
create table outcome_update (
    update_id integer primary key,
    outcome_id text not null,       -- outcome.outcome_id
    happened_on date not null,
    status text not null check (status in ('open', 'running', 'done', 'dropped')),
    message text not null,
    entered_by text not null,
    entered_at timestamp not null
);

-- Append-only: every change is a version of its own, the highest one holds.
create table topic_suggestion (
    suggestion_id integer not null,
    version integer not null check (version > 0),
    source text not null check (
        source in (
            'citizen', 'company', 'municipality', 'politics', 'association', 'other', 'unknown'
        )
    ),
    received_on date,               -- null: unknown
    title text not null,
    details text,
    topic_id text references topic (topic_id),
    status text not null check (status in ('proposed', 'planned', 'covered', 'declined')),
    reason text,
    event_id text references event (event_id),   -- the one that took or is to take it up
    entered_by text not null,
    entered_at timestamp not null,
    primary key (suggestion_id, version),
    check (status <> 'declined' or reason is not null),
    check (status <> 'covered' or event_id is not null)
);
