ALTER TABLE endpoints DROP COLUMN card;
ALTER TABLE invitations DROP COLUMN closed_at;
CREATE INDEX ix_outbox_letters ON outbox (channel, id)
    WHERE (state = 'sent' OR state = 'uncertain') AND kind <> 'reply' AND case_id IS NOT NULL;
CREATE INDEX ix_deliveries_delivered ON deliveries (at) WHERE state = 'delivered'
