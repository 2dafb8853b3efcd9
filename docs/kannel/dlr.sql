-- Delivery reports that Kannel still waits for: sqlite3 dlr.sqlite < dlr.sql
CREATE TABLE IF NOT EXISTS dlr (
    smsc TEXT,
    ts TEXT,
    destination TEXT,
    source TEXT,
    service TEXT,
    url TEXT,
    mask INTEGER,
    status INTEGER,
    boxc TEXT
);
CREATE INDEX IF NOT EXISTS ix_dlr_smsc_ts ON dlr (smsc, ts);
