-- The first schema, for PostgreSQL; SQLite reads BIGSERIAL and BIGINT as INTEGER, BYTEA as BLOB, and what
-- stands in sqlite comments. Columns named *_sealed hold ciphertext, *_index a keyed blind index; moments are
-- microseconds since 1970 (UTC). Triggers against changes are in the migration beside this file.

CREATE TABLE key_check (
    id INTEGER NOT NULL,
    known_sealed BYTEA NOT NULL,
    known_index BYTEA NOT NULL,
    CONSTRAINT pk_key_check PRIMARY KEY (id),
    CONSTRAINT ck_key_check_single CHECK (id = 1)
);

CREATE TABLE waves (
    id BIGSERIAL NOT NULL,
    name VARCHAR(200) NOT NULL,
    plan_name VARCHAR(100) NOT NULL,
    plan_text TEXT NOT NULL,
    plan_sha256 VARCHAR(64) NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    settings TEXT NOT NULL,
    status VARCHAR(12) NOT NULL,
    created_at BIGINT NOT NULL,
    status_at BIGINT NOT NULL,
    CONSTRAINT pk_waves PRIMARY KEY (id),
    CONSTRAINT ck_waves_ends_later CHECK (ends_on >= starts_on),
    CONSTRAINT ck_waves_status CHECK (status = 'draft' OR status = 'frames' OR status = 'drawn' OR status = 'field' OR status = 'paused' OR status = 'verify' OR status = 'closed' OR status = 'published'),
    CONSTRAINT uq_waves_name UNIQUE (name)
);

CREATE TABLE units (
    wave_id BIGINT NOT NULL,
    code VARCHAR(60) NOT NULL,
    name VARCHAR(300) NOT NULL,
    kind VARCHAR(60) NOT NULL,
    block VARCHAR(60) NOT NULL,
    class VARCHAR(60) NOT NULL,
    parent VARCHAR(60) NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_units PRIMARY KEY (wave_id, code),
    CONSTRAINT fk_units_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id)
);

CREATE TABLE services (
    wave_id BIGINT NOT NULL,
    unit VARCHAR(60) NOT NULL,
    code VARCHAR(100) NOT NULL,
    name VARCHAR(500) NOT NULL,
    target INTEGER NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_services PRIMARY KEY (wave_id, unit, code),
    CONSTRAINT fk_services_wave_id_unit FOREIGN KEY(wave_id, unit) REFERENCES units (wave_id, code),
    CONSTRAINT ck_services_target CHECK (target >= 0)
);

CREATE TABLE questionnaires (
    version VARCHAR(100) NOT NULL,
    code VARCHAR(60) NOT NULL,
    source BYTEA NOT NULL,
    compiled BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT pk_questionnaires PRIMARY KEY (version)
);

CREATE TABLE people (
    id BIGSERIAL NOT NULL,
    name_sealed BYTEA,
    phone_sealed BYTEA,
    phone_index BYTEA,
    address_sealed BYTEA,
    organisation_sealed BYTEA,
    birth_year_sealed BYTEA,
    CONSTRAINT pk_people PRIMARY KEY (id),
    CONSTRAINT ck_people_phone_is_indexed CHECK ((phone_sealed IS NULL) = (phone_index IS NULL))
);
CREATE INDEX ix_people_phone_index ON people (phone_index);

CREATE TABLE frame_files (
    id BIGSERIAL NOT NULL,
    wave_id BIGINT NOT NULL,
    name VARCHAR(300) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    rows INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    imported_at BIGINT NOT NULL,
    CONSTRAINT pk_frame_files PRIMARY KEY (id),
    CONSTRAINT uq_frame_files_wave_id_sha256 UNIQUE (wave_id, sha256),
    CONSTRAINT ck_frame_files_accepted CHECK (accepted >= 0 AND accepted <= rows),
    CONSTRAINT fk_frame_files_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id)
);

CREATE TABLE frame_problems (
    file_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    row INTEGER NOT NULL,
    column_name VARCHAR(100) NOT NULL,
    code VARCHAR(60) NOT NULL,
    message_sealed BYTEA,
    is_accepted BOOLEAN NOT NULL,
    CONSTRAINT pk_frame_problems PRIMARY KEY (file_id, position),
    CONSTRAINT fk_frame_problems_file_id FOREIGN KEY(file_id) REFERENCES frame_files (id)
);

CREATE TABLE frame_units (
    id BIGSERIAL NOT NULL,
    wave_id BIGINT NOT NULL,
    file_id BIGINT NOT NULL,
    row INTEGER NOT NULL,
    person_id BIGINT NOT NULL,
    unit VARCHAR(60) NOT NULL,
    service VARCHAR(100) NOT NULL,
    respondent_type VARCHAR(20) NOT NULL,
    mode VARCHAR(20) NOT NULL,
    province VARCHAR(100) NOT NULL,
    submitted_on DATE,
    result_on DATE,
    dossier_sealed BYTEA,
    exclusion VARCHAR(40),
    CONSTRAINT pk_frame_units PRIMARY KEY (id),
    CONSTRAINT uq_frame_units_file_id_row UNIQUE (file_id, row),
    CONSTRAINT fk_frame_units_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id),
    CONSTRAINT fk_frame_units_file_id FOREIGN KEY(file_id) REFERENCES frame_files (id),
    CONSTRAINT fk_frame_units_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE INDEX ix_frame_units_person_id ON frame_units (person_id);
CREATE INDEX ix_frame_units_wave_id_unit ON frame_units (wave_id, unit);

CREATE TABLE draws (
    wave_id BIGINT NOT NULL,
    unit VARCHAR(60) NOT NULL,
    record_sealed BYTEA NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    drawn_at BIGINT NOT NULL,
    CONSTRAINT pk_draws PRIMARY KEY (wave_id, unit),
    CONSTRAINT fk_draws_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id)
);

CREATE TABLE cells (
    id BIGSERIAL NOT NULL,
    wave_id BIGINT NOT NULL,
    unit VARCHAR(60) NOT NULL,
    service VARCHAR(100) NOT NULL,
    target INTEGER NOT NULL,
    overrides INTEGER DEFAULT '0' NOT NULL,
    in_flight INTEGER DEFAULT '0' NOT NULL,
    completed INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_cells PRIMARY KEY (id),
    CONSTRAINT uq_cells_wave_id_unit_service UNIQUE (wave_id, unit, service),
    CONSTRAINT ck_cells_not_negative CHECK (target >= 0 AND overrides >= 0 AND in_flight >= 0 AND completed >= 0),
    CONSTRAINT ck_cells_within_target CHECK (in_flight + completed <= target + overrides),
    CONSTRAINT fk_cells_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id)
);

CREATE TABLE cases (
    id BIGSERIAL NOT NULL,
    wave_id BIGINT NOT NULL,
    frame_unit_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    cell_id BIGINT NOT NULL,
    role VARCHAR(12) NOT NULL,
    position INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    borrowed_from VARCHAR(100),
    questionnaire VARCHAR(100) NOT NULL,
    check_code VARCHAR(20) NOT NULL,
    disposition VARCHAR(24) NOT NULL,
    place VARCHAR(12) DEFAULT 'none' NOT NULL,
    released_at BIGINT,
    invited_at BIGINT,
    reminders INTEGER DEFAULT '0' NOT NULL,
    reminded_at BIGINT,
    answered_at BIGINT,
    later_until BIGINT,
    next_action_at BIGINT,
    channel VARCHAR(20) DEFAULT '' NOT NULL,
    has_unreachable_channel BOOLEAN DEFAULT false NOT NULL,
    replaces BIGINT,
    version INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT pk_cases PRIMARY KEY (id),
    CONSTRAINT uq_cases_cell_id_role_position UNIQUE (cell_id, role, position),
    CONSTRAINT uq_cases_wave_id_check_code UNIQUE (wave_id, check_code),
    CONSTRAINT ck_cases_role CHECK (role = 'selected' OR role = 'reserve'),
    CONSTRAINT ck_cases_disposition CHECK (disposition = 'reserved' OR disposition = 'issued' OR disposition = 'contacted' OR disposition = 'answering' OR disposition = 'complete' OR disposition = 'partial' OR disposition = 'refusal' OR disposition = 'opted_out' OR disposition = 'break_off' OR disposition = 'noncontact' OR disposition = 'wrong_number' OR disposition = 'wrong_person' OR disposition = 'moved' OR disposition = 'away' OR disposition = 'deceased' OR disposition = 'incapable' OR disposition = 'ineligible' OR disposition = 'duplicate' OR disposition = 'failed_verification' OR disposition = 'unused_reserve'),
    CONSTRAINT ck_cases_place CHECK (place = 'none' OR place = 'in_flight' OR place = 'completed'),
    CONSTRAINT ck_cases_completed_is_complete CHECK (place <> 'completed' OR disposition = 'complete'),
    CONSTRAINT ck_cases_reserved CHECK (disposition <> 'reserved' OR (released_at IS NULL AND place = 'none')),
    CONSTRAINT ck_cases_placed_is_released CHECK (place = 'none' OR released_at IS NOT NULL),
    CONSTRAINT ck_cases_not_negative CHECK (position >= 0 AND reminders >= 0),
    CONSTRAINT ck_cases_replaces_another CHECK (replaces IS NULL OR replaces <> id),
    CONSTRAINT fk_cases_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id),
    CONSTRAINT uq_cases_frame_unit_id UNIQUE (frame_unit_id),
    CONSTRAINT fk_cases_frame_unit_id FOREIGN KEY(frame_unit_id) REFERENCES frame_units (id),
    CONSTRAINT fk_cases_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT fk_cases_cell_id FOREIGN KEY(cell_id) REFERENCES cells (id),
    CONSTRAINT fk_cases_questionnaire FOREIGN KEY(questionnaire) REFERENCES questionnaires (version),
    CONSTRAINT fk_cases_replaces FOREIGN KEY(replaces) REFERENCES cases (id)
);
CREATE INDEX ix_cases_due ON cases (wave_id, next_action_at, id) WHERE next_action_at IS NOT NULL;
CREATE INDEX ix_cases_person_id ON cases (person_id);
CREATE UNIQUE INDEX uq_cases_replaces ON cases (replaces) WHERE replaces IS NOT NULL;

CREATE TABLE disposition_history (
    case_id BIGINT NOT NULL,
    seq INTEGER NOT NULL,
    disposition VARCHAR(24) NOT NULL,
    reason VARCHAR(200) NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_disposition_history PRIMARY KEY (case_id, seq),
    CONSTRAINT fk_disposition_history_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE endpoints (
    id BIGSERIAL NOT NULL,
    channel VARCHAR(20) NOT NULL,
    address_index BYTEA NOT NULL,
    address_sealed BYTEA NOT NULL,
    case_id BIGINT,
    person_id BIGINT,
    card VARCHAR(100) DEFAULT '' NOT NULL,
    bound_at BIGINT NOT NULL,
    verified_at BIGINT,
    blocked_at BIGINT,
    CONSTRAINT pk_endpoints PRIMARY KEY (id),
    CONSTRAINT uq_endpoints_channel_address_index UNIQUE (channel, address_index),
    CONSTRAINT ck_endpoints_case_has_person CHECK ((case_id IS NULL) = (person_id IS NULL)),
    CONSTRAINT fk_endpoints_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_endpoints_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE INDEX ix_endpoints_case_id ON endpoints (case_id);

CREATE TABLE invitations (
    code_index BYTEA NOT NULL,
    case_id BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    redeemed_at BIGINT,
    closed_at BIGINT,
    CONSTRAINT pk_invitations PRIMARY KEY (code_index),
    CONSTRAINT ck_invitations_expires_later CHECK (expires_at > issued_at),
    CONSTRAINT fk_invitations_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE INDEX ix_invitations_case_id ON invitations (case_id);

CREATE TABLE wrong_codes (
    id BIGSERIAL NOT NULL,
    address_index BYTEA NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_wrong_codes PRIMARY KEY (id)
);
CREATE INDEX ix_wrong_codes_address_index_at ON wrong_codes (address_index, at);

CREATE TABLE suppressions (
    address_index BYTEA NOT NULL,
    case_id BIGINT,
    source VARCHAR(40) NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_suppressions PRIMARY KEY (address_index),
    CONSTRAINT fk_suppressions_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE inbox (
    id BIGSERIAL NOT NULL,
    channel VARCHAR(20) NOT NULL,
    account VARCHAR(100) NOT NULL,
    external_index BYTEA NOT NULL,
    raw_sealed BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    handled_at BIGINT,
    case_id BIGINT,
    CONSTRAINT pk_inbox PRIMARY KEY (id),
    CONSTRAINT uq_inbox_channel_account_external_index UNIQUE (channel, account, external_index),
    CONSTRAINT fk_inbox_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE INDEX ix_inbox_unhandled ON inbox (id) WHERE handled_at IS NULL;

CREATE TABLE quarantine (
    id BIGSERIAL NOT NULL,
    channel VARCHAR(20) NOT NULL,
    external_index BYTEA NOT NULL,
    raw_sealed BYTEA NOT NULL,
    reason_sealed BYTEA,
    at BIGINT NOT NULL,
    CONSTRAINT pk_quarantine PRIMARY KEY (id),
    CONSTRAINT uq_quarantine_channel_external_index UNIQUE (channel, external_index)
);

CREATE TABLE outbox (
    id BIGSERIAL NOT NULL,
    case_id BIGINT,
    channel VARCHAR(20) NOT NULL,
    endpoint_id BIGINT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    payload_sealed BYTEA NOT NULL,
    effect VARCHAR(200) NOT NULL,
    not_before BIGINT NOT NULL,
    expires_at BIGINT,
    is_question BOOLEAN DEFAULT false NOT NULL,
    state VARCHAR(12) DEFAULT 'queued' NOT NULL,
    attempts INTEGER DEFAULT '0' NOT NULL,
    lease_until BIGINT,
    sent_at BIGINT,
    provider_id VARCHAR(200) DEFAULT '' NOT NULL,
    error VARCHAR(200) DEFAULT '' NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT ck_outbox_state CHECK (state = 'queued' OR state = 'sending' OR state = 'sent' OR state = 'uncertain' OR state = 'failed' OR state = 'cancelled' OR state = 'expired'),
    CONSTRAINT ck_outbox_kind CHECK (kind = 'reply' OR kind = 'invitation' OR kind = 'reminder' OR kind = 'code' OR kind = 'notice'),
    CONSTRAINT ck_outbox_lease_while_sending CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CONSTRAINT ck_outbox_sent_has_time CHECK (state <> 'sent' OR sent_at IS NOT NULL),
    CONSTRAINT ck_outbox_attempts CHECK (attempts >= 0),
    CONSTRAINT fk_outbox_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_outbox_endpoint_id FOREIGN KEY(endpoint_id) REFERENCES endpoints (id),
    CONSTRAINT uq_outbox_effect UNIQUE (effect)
);
CREATE INDEX ix_outbox_case_id ON outbox (case_id);
CREATE INDEX ix_outbox_queued ON outbox (channel, not_before, id) WHERE state = 'queued';
CREATE INDEX ix_outbox_sending ON outbox (channel, lease_until) WHERE state = 'sending';
CREATE UNIQUE INDEX uq_outbox_open_question ON outbox (case_id) WHERE is_question /*sqlite = 1 */ AND state = 'queued';

CREATE TABLE deliveries (
    outbox_id BIGINT NOT NULL,
    state VARCHAR(12) NOT NULL,
    rank SMALLINT NOT NULL,
    detail_sealed BYTEA,
    at BIGINT NOT NULL,
    CONSTRAINT pk_deliveries PRIMARY KEY (outbox_id),
    CONSTRAINT ck_deliveries_lattice CHECK ((state = 'queued' AND rank = 0) OR (state = 'sent' AND rank = 1) OR (rank = 2 AND (state = 'delivered' OR state = 'failed' OR state = 'expired')))
);

CREATE TABLE interviews (
    case_id BIGINT NOT NULL,
    questionnaire VARCHAR(100) NOT NULL,
    state_sealed BYTEA NOT NULL,
    status VARCHAR(20) NOT NULL,
    revision INTEGER NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT pk_interviews PRIMARY KEY (case_id),
    CONSTRAINT fk_interviews_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE answers (
    case_id BIGINT NOT NULL,
    item VARCHAR(100) NOT NULL,
    revision INTEGER NOT NULL,
    value_sealed BYTEA,
    missing VARCHAR(20),
    at BIGINT NOT NULL,
    channel VARCHAR(20) NOT NULL,
    CONSTRAINT pk_answers PRIMARY KEY (case_id, item, revision),
    CONSTRAINT ck_answers_value_or_missing CHECK (value_sealed IS NULL OR missing IS NULL),
    CONSTRAINT fk_answers_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
) /*sqlite WITHOUT ROWID */;

CREATE TABLE paradata (
    id BIGSERIAL NOT NULL,
    case_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind VARCHAR(40) NOT NULL,
    item VARCHAR(100) NOT NULL,
    detail_sealed BYTEA,
    channel VARCHAR(20) NOT NULL,
    CONSTRAINT pk_paradata PRIMARY KEY (id),
    CONSTRAINT fk_paradata_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE INDEX ix_paradata_case_id ON paradata (case_id);

CREATE TABLE responses (
    case_id BIGINT NOT NULL,
    wave_id BIGINT NOT NULL,
    unit VARCHAR(60) NOT NULL,
    service VARCHAR(100) NOT NULL,
    questionnaire VARCHAR(100) NOT NULL,
    mode VARCHAR(20) NOT NULL,
    started_at BIGINT NOT NULL,
    completed_at BIGINT NOT NULL,
    record_sealed BYTEA NOT NULL,
    validity VARCHAR(20) NOT NULL,
    CONSTRAINT pk_responses PRIMARY KEY (case_id),
    CONSTRAINT ck_responses_validity CHECK (validity = 'valid' OR validity = 'invalid' OR validity = 'over_quota' OR validity = 'quarantined'),
    CONSTRAINT ck_responses_ends_later CHECK (completed_at >= started_at),
    CONSTRAINT fk_responses_case_id FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT fk_responses_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id)
);
CREATE INDEX ix_responses_wave_id ON responses (wave_id);

CREATE TABLE backchecks (
    wave_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL,
    stratum VARCHAR(100) NOT NULL,
    seed VARCHAR(100) NOT NULL,
    drawn_at BIGINT NOT NULL,
    outcome VARCHAR(40),
    contents_sealed BYTEA,
    recorded_by VARCHAR(100),
    recorded_at BIGINT,
    CONSTRAINT pk_backchecks PRIMARY KEY (wave_id, case_id),
    CONSTRAINT ck_backchecks_outcome_has_time CHECK ((outcome IS NULL) = (recorded_at IS NULL)),
    CONSTRAINT fk_backchecks_wave_id FOREIGN KEY(wave_id) REFERENCES waves (id),
    CONSTRAINT fk_backchecks_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE leases (
    name VARCHAR(60) NOT NULL,
    owner VARCHAR(100) NOT NULL,
    until BIGINT NOT NULL,
    token BIGINT NOT NULL,
    CONSTRAINT pk_leases PRIMARY KEY (name)
);

CREATE TABLE effects (
    kind VARCHAR(60) NOT NULL,
    entity VARCHAR(100) NOT NULL,
    due_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_effects PRIMARY KEY (kind, entity, due_at)
);

CREATE TABLE audit (
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor VARCHAR(100) NOT NULL,
    act VARCHAR(60) NOT NULL,
    subject VARCHAR(200) NOT NULL,
    detail TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_audit PRIMARY KEY (seq),
    CONSTRAINT uq_audit_hash UNIQUE (hash)
);
