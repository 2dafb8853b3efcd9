CREATE TABLE interviewers (
    id BIGSERIAL NOT NULL,
    name_index BYTEA NOT NULL,
    name_sealed BYTEA NOT NULL,
    salt BYTEA NOT NULL,
    secret BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT pk_interviewers PRIMARY KEY (id),
    CONSTRAINT uq_interviewers_name_index UNIQUE (name_index)
);
CREATE TABLE assignments (
    case_id BIGINT NOT NULL,
    interviewer_id BIGINT NOT NULL,
    assigned_at BIGINT NOT NULL,
    CONSTRAINT pk_assignments PRIMARY KEY (case_id),
    CONSTRAINT fk_assignments_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_assignments_interviewer_id FOREIGN KEY(interviewer_id) REFERENCES interviewers (id)
);
CREATE INDEX ix_assignments_interviewer_id ON assignments (interviewer_id);
CREATE TABLE interviewer_sessions (
    token_index BYTEA NOT NULL,
    interviewer_id BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    CONSTRAINT pk_interviewer_sessions PRIMARY KEY (token_index),
    CONSTRAINT ck_interviewer_sessions_ends_later CHECK (ends_at > opened_at),
    CONSTRAINT fk_interviewer_sessions_interviewer_id FOREIGN KEY(interviewer_id) REFERENCES interviewers (id)
);
CREATE INDEX ix_interviewer_sessions_interviewer_id ON interviewer_sessions (interviewer_id)
