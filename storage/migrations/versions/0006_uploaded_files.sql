CREATE TABLE uploaded_files (
    account VARCHAR(100) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    file_id VARCHAR(200) NOT NULL,
    uploaded_at BIGINT NOT NULL,
    CONSTRAINT pk_uploaded_files PRIMARY KEY (account, kind, digest)
) /*sqlite WITHOUT ROWID */
