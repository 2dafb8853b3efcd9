CREATE TABLE publications (
    wave_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    decision VARCHAR(200) NOT NULL,
    decided_on DATE NOT NULL,
    note TEXT NOT NULL,
    data_sha256 VARCHAR(64) NOT NULL,
    settings_sha256 VARCHAR(64) NOT NULL,
    code VARCHAR(60) NOT NULL,
    figures TEXT NOT NULL,
    published_by VARCHAR(100) NOT NULL,
    published_at BIGINT NOT NULL,
    CONSTRAINT pk_publications PRIMARY KEY (wave_id, number),
    CONSTRAINT ck_publications_number CHECK (number >= 0),
    CONSTRAINT ck_publications_correction_says_why CHECK (number = 0 OR note <> ''),
    CONSTRAINT fk_publications_wave_id_waves FOREIGN KEY (wave_id) REFERENCES waves (id)
)
