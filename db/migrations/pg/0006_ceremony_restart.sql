ALTER TABLE "ceremony" ADD COLUMN "opened_at" text;--> statement-breakpoint
ALTER TABLE "ceremony" ADD COLUMN "restart" jsonb;--> statement-breakpoint
-- Keys are made anew only as a whole and before a box is sealed with them; until then their messages may go.
DROP TRIGGER key_message_append_only ON key_message;--> statement-breakpoint
CREATE TRIGGER key_message_refuses_update BEFORE UPDATE ON key_message FOR EACH ROW EXECUTE FUNCTION refuse('key_message is append-only');--> statement-breakpoint
CREATE FUNCTION keys_in_use() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM vote WHERE sitting_id = OLD.sitting_id AND election IS NOT NULL AND state NOT IN ('void', 'published')) THEN RAISE EXCEPTION 'a box is sealed with the keys'; END IF; RETURN OLD; END $$;--> statement-breakpoint
CREATE TRIGGER key_message_refuses_delete BEFORE DELETE ON key_message FOR EACH ROW EXECUTE FUNCTION keys_in_use();--> statement-breakpoint
CREATE TRIGGER ceremony_refuses_delete_once_sealed BEFORE DELETE ON ceremony FOR EACH ROW EXECUTE FUNCTION keys_in_use();
