-- Free texts read by people, and the talks with mayors.
--
-- A text is known by event, question and its own SHA-256, not by its row: what people have said
-- about a text stays true when the file is taken back and read again, and does not point to anybody.

create table code (
    code_id text primary key,
    label text not null,
    description text not null,      -- when the code fits
    active boolean not null         -- false: no longer offered; what was coded stays
);

create table comment_code (
    event_id text not null,         -- event.event_id
    question_id text not null,
    text_key text not null,
    code_id text not null,          -- code.code_id
    coded_by text not null,
    coded_at timestamp not null,
    primary key (event_id, question_id, text_key, code_id)
);

create table released_quote (
    event_id text not null,         -- event.event_id
    question_id text not null,
    text_key text not null,
    released_by text not null,
    released_at timestamp not null,
    primary key (event_id, question_id, text_key)
);

-- One talk with one counterpart, who is known by function and never by name.
create table talk (
    talk_id integer primary key,
    starts text not null,           -- as sure as it is known: '2022-12' or '2022-12-14'
    ends text,
    event_id text,                  -- the event that the talk belongs to
    ags text,                       -- municipality.ags
    association_id text,            -- association.association_id
    counterpart text not null,
    tendency integer check (tendency between 1 and 5),  -- 5: positive; null: none stated
    entered_by text not null,
    entered_at timestamp not null,
    changed_by text not null,
    changed_at timestamp not null,
    check (ags is null or association_id is null)
);

create table talk_note (
    talk_id integer not null,       -- talk.talk_id
    position integer not null check (position > 0),
    topic_id text,                  -- topic.topic_id
    note text not null,
    primary key (talk_id, position)
);

create table talk_note_code (
    talk_id integer not null,
    position integer not null,
    code_id text not null,          -- code.code_id
    coded_by text not null,
    coded_at timestamp not null,
    primary key (talk_id, position, code_id)
);
