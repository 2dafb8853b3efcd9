CREATE TABLE told_reports (
    wave_id BIGINT NOT NULL,
    number INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    told TEXT NOT NULL,
    told_by VARCHAR(100) NOT NULL,
    told_at BIGINT NOT NULL,
    CONSTRAINT pk_told_reports PRIMARY KEY (wave_id, number),
    CONSTRAINT ck_told_reports_number CHECK (number >= 0),
    CONSTRAINT fk_told_reports_wave_id_waves FOREIGN KEY (wave_id) REFERENCES waves (id)
)
