CREATE TABLE slips (
    id BIGSERIAL NOT NULL,
    wave_id BIGINT NOT NULL,
    unit VARCHAR(60) NOT NULL,
    batch INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    code_index BYTEA NOT NULL,
    questionnaire VARCHAR(100) NOT NULL,
    answerable INTEGER NOT NULL,
    printed_at BIGINT NOT NULL,
    opens_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    CONSTRAINT pk_slips PRIMARY KEY (id),
    CONSTRAINT uq_slips_code_index UNIQUE (code_index),
    CONSTRAINT uq_slips_wave_id_batch_serial UNIQUE (wave_id, batch, serial),
    CONSTRAINT ck_slips_expires_later CHECK (expires_at > opens_at),
    CONSTRAINT ck_slips_counts CHECK (answerable >= 1 AND batch >= 0 AND serial >= 1),
    CONSTRAINT fk_slips_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id),
    CONSTRAINT fk_slips_questionnaire FOREIGN KEY(questionnaire) REFERENCES questionnaires (version),
    CONSTRAINT fk_slips_wave_id_unit FOREIGN KEY(wave_id, unit) REFERENCES units (wave_id, code)
);
CREATE TABLE slip_cases (
    id BIGSERIAL NOT NULL,
    slip_id BIGINT NOT NULL,
    place INTEGER NOT NULL,
    endpoint_id BIGINT,
    channel VARCHAR(20) NOT NULL,
    state_sealed BYTEA NOT NULL,
    status VARCHAR(20) NOT NULL,
    revision INTEGER NOT NULL,
    opened_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    record_sealed BYTEA,
    CONSTRAINT pk_slip_cases PRIMARY KEY (id),
    CONSTRAINT uq_slip_cases_slip_id_place UNIQUE (slip_id, place),
    CONSTRAINT ck_slip_cases_place CHECK (place >= 1),
    CONSTRAINT ck_slip_cases_complete_has_record CHECK ((status = 'complete') = (record_sealed IS NOT NULL)),
    CONSTRAINT ck_slip_cases_ends_later CHECK (updated_at >= opened_at),
    CONSTRAINT fk_slip_cases_slip_id FOREIGN KEY(slip_id) REFERENCES slips (id),
    CONSTRAINT fk_slip_cases_endpoint_id FOREIGN KEY(endpoint_id) REFERENCES endpoints (id)
);
CREATE INDEX ix_slip_cases_endpoint_id ON slip_cases (endpoint_id);
CREATE TABLE slip_answers (
    slip_case_id BIGINT NOT NULL,
    item VARCHAR(100) NOT NULL,
    revision INTEGER NOT NULL,
    value_sealed BYTEA,
    missing VARCHAR(20),
    at BIGINT NOT NULL,
    channel VARCHAR(20) NOT NULL,
    CONSTRAINT pk_slip_answers PRIMARY KEY (slip_case_id, item, revision),
    CONSTRAINT ck_slip_answers_value_or_missing CHECK (value_sealed IS NULL OR missing IS NULL),
    CONSTRAINT fk_slip_answers_slip_case_id FOREIGN KEY(slip_case_id) REFERENCES slip_cases (id)
) /*sqlite WITHOUT ROWID */;
CREATE INDEX ix_endpoints_person_id ON endpoints (person_id)
