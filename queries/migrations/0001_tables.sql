-- The tables of the warehouse. A shipped migration is never edited; the next one has a new number.
--
-- Where a foreign key seems to be missing, DuckDB would refuse in one transaction what an undo or
-- a correction has to do in one: delete a row and then the row it points to, or change a column
-- that carries a foreign key while other rows point here. warehouse/load.py keeps these whole.

create table warehouse_fact (
    name text primary key,   -- 'demo': 'yes' marks invented data for ever
    fact text not null
);

create table series (
    series_id text primary key,
    label text not null,
    organiser text,
    evaluated boolean not null      -- false: companion series, listed but not counted
);

create table topic (
    topic_id text primary key,
    label text not null,
    group_label text not null,
    valid_from date,
    valid_to date,
    check (valid_to is null or valid_from is null or valid_from <= valid_to)
);

create table association (
    association_id text primary key,
    name text not null,
    seat_ags text not null
);

create table municipality (
    ags text primary key check (length(ags) = 8),
    ars text not null check (length(ars) = 12),
    name text not null,
    kind text not null,
    association_id text references association (association_id),
    area_km2 decimal(8, 2) not null,
    seat_lat double not null,
    seat_lon double not null
);

create table population (
    ags text not null references municipality (ags),
    counted_on date not null,
    persons integer not null check (persons > 0),
    primary key (ags, counted_on)
);

create table event (
    event_id text primary key,
    series_id text not null references series (series_id),
    number_text text,
    number_order integer,
    title text not null,
    held_on date,
    date_text text,                 -- what is known when the day is not: '2024-04'
    date_basis text not null check (date_basis in ('stated', 'announced', 'unknown')),
    mode text not null check (mode in ('in_person', 'online', 'hybrid', 'unknown')),
    venue text,
    locality text,
    ags text,                       -- municipality.ags
    status text not null check (status in ('planned', 'held', 'cancelled', 'postponed')),
    held_with text,
    origin text not null check (origin in ('record', 'staff')),
    check (date_basis = 'unknown' or held_on is not null or date_text is not null)
);

create table event_topic (
    event_id text not null references event (event_id),
    topic_id text not null references topic (topic_id),
    weight double not null check (weight > 0 and weight <= 1),
    primary key (event_id, topic_id)
);

create table agenda_item (
    event_id text not null references event (event_id),
    position integer not null check (position > 0),
    kind text not null,
    topic_id text references topic (topic_id),
    title text not null,
    organisation text,
    speaker text,
    primary key (event_id, position)
);

create table outcome (
    outcome_id text primary key,
    kind text not null,
    title text not null,
    topic_id text references topic (topic_id),
    event_id text references event (event_id),
    status text not null,
    starts text,                    -- as the record gives it: '2023-03' or '2024-03-21'
    ends text,
    note text
);

create table import_batch (
    batch_id integer primary key,
    kind text not null check (kind in ('attendance', 'feedback')),
    event_id text not null references event (event_id),
    file_name text not null,
    sha256 text not null,
    source text not null,
    imported_by text not null,
    imported_at timestamp not null,
    rows_read integer not null,
    rows_new integer not null,
    rows_same integer not null,
    rows_changed integer not null,
    rows_removed integer not null,
    rows_left_out integer not null,
    state text not null check (state in ('active', 'undone')),
    undone_by text,
    undone_at timestamp
);

create table organisation (
    organisation_id integer primary key,
    organisation_key text not null unique,
    name text not null,
    organisation_type text not null,
    ags text,                       -- municipality.ags
    batch_id integer,               -- first seen in; null once a person has confirmed the type
    decided_by text,
    decided_at timestamp
);

-- Rows are never updated in place: a corrected row supersedes the older one, so that an import
-- can be taken back as a whole.
create table attendance (
    attendance_id bigint primary key,
    event_id text not null references event (event_id),
    batch_id integer not null references import_batch (batch_id),
    source_row integer not null,
    row_key text not null,
    person_key text,
    organisation_id integer,        -- organisation.organisation_id
    organisation_type text not null,
    level text not null check (
        level in ('municipality', 'association', 'district', 'outside', 'unknown')
    ),
    ags text references municipality (ags),
    association_id text references association (association_id),
    outside_name text,
    place_text text,                -- as written, where a person decides or has decided it
    place_inferred boolean not null,
    mode text not null check (mode in ('in_person', 'online', 'unknown')),
    status text not null check (
        status in ('invited', 'registered', 'attended', 'withdrawn', 'no_show')
    ),
    minutes integer check (minutes >= 0),
    superseded_by integer,
    check ((level = 'municipality') = (ags is not null)),
    check ((level = 'association') = (association_id is not null))
);

create table question (
    question_id text not null,
    version integer not null,
    position integer not null,
    short_label text not null,
    wording text not null,
    dimension text not null,
    kind text not null check (kind in ('scale', 'text')),
    low integer,
    high integer,
    best text check (best in ('low', 'high')),
    labels text,                    -- from low to high, separated by ';'
    primary key (question_id, version),
    check ((kind = 'scale') = (low is not null and high is not null and best is not null)),
    check (low is null or low < high)
);

create table feedback_response (
    response_id bigint primary key,
    event_id text not null references event (event_id),
    batch_id integer not null references import_batch (batch_id),
    source_row integer not null,
    row_key text not null,
    content_key text not null,      -- equal for questionnaires whose answers are all equal
    respondent_type text,
    superseded_by integer
);

create table feedback_answer (
    response_id bigint not null,    -- feedback_response.response_id
    question_id text not null,
    version integer not null,
    value decimal(5, 2),            -- in the question's own scale; null with null text: no answer
    answer_text text,
    primary key (response_id, question_id),
    foreign key (question_id, version) references question (question_id, version)
);

-- A later batch held the same row again: undoing the earlier one hands the row to the later one.
create table batch_sighting (
    batch_id integer not null,
    kind text not null check (kind in ('attendance', 'feedback')),
    row_id bigint not null,         -- attendance_id or response_id
    primary key (batch_id, kind, row_id)
);

-- Imports that replaced what the event held, rather than adding to it: persons who are not in such
-- a file are out, also when an earlier import is taken back. Undone imports leave this table.
create table replacing_batch (
    batch_id integer primary key    -- import_batch.batch_id
);

-- Learned decisions: what a written place, a column heading means. Later decisions replace earlier.
create table place_alias (
    alias_key text primary key,
    written text not null,
    level text not null check (
        level in ('municipality', 'association', 'district', 'outside', 'unknown')
    ),
    target text,                    -- ags, association_id or the name of the place outside
    decided_by text not null,
    decided_at timestamp not null
);

create table question_alias (
    alias_key text primary key,
    written text not null,
    question_id text not null,
    version integer not null,
    decided_by text not null,
    decided_at timestamp not null,
    foreign key (question_id, version) references question (question_id, version)
);

-- Append-only; the newest entry is the version of the data.
create table audit_log (
    entry_id bigint primary key,
    logged_at timestamp not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text
);
