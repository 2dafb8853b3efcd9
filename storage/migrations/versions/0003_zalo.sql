CREATE TABLE channel_tokens (
    account VARCHAR(100) NOT NULL,
    version INTEGER NOT NULL,
    access_sealed BYTEA,
    refresh_sealed BYTEA,
    issued_at BIGINT,
    access_until BIGINT,
    refresh_until BIGINT,
    state VARCHAR(12) NOT NULL,
    problem VARCHAR(200) DEFAULT '' NOT NULL,
    changed_at BIGINT NOT NULL,
    pending_sealed BYTEA,
    CONSTRAINT pk_channel_tokens PRIMARY KEY (account),
    CONSTRAINT ck_channel_tokens_state CHECK (state = 'ok' OR state = 'refreshing' OR state = 'degraded' OR state = 'needs_human'),
    CONSTRAINT ck_channel_tokens_a_pair_or_none CHECK ((access_sealed IS NULL) = (refresh_sealed IS NULL) AND (access_sealed IS NULL) = (access_until IS NULL) AND (access_sealed IS NULL) = (issued_at IS NULL))
);
CREATE TABLE allowances (
    channel VARCHAR(20) NOT NULL,
    remaining INTEGER NOT NULL,
    total INTEGER NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_allowances PRIMARY KEY (channel)
);
ALTER TABLE endpoints ADD COLUMN heard_at BIGINT;
ALTER TABLE outbox ADD COLUMN price_vnd INTEGER
