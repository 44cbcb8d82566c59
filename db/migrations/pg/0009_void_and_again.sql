DROP INDEX "vote_revote_once";--> statement-breakpoint
ALTER TABLE "vote" ADD COLUMN "repeats_vote_id" text;--> statement-breakpoint
ALTER TABLE "vote" ADD COLUMN "void_reason" text;--> statement-breakpoint
CREATE UNIQUE INDEX "vote_repeat_once" ON "vote" USING btree ("repeats_vote_id");--> statement-breakpoint
CREATE UNIQUE INDEX "vote_revote_once" ON "vote" USING btree ("previous_vote_id") WHERE state <> 'void';--> statement-breakpoint
-- A draft may be discarded; all other moves as before.
DROP TRIGGER vote_moves_only_as_listed ON vote;--> statement-breakpoint
CREATE TRIGGER vote_moves_only_as_listed BEFORE UPDATE OF state ON vote FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>void', 'draft>frozen', 'frozen>ready', 'frozen>void', 'ready>open', 'ready>void', 'open>suspended', 'open>closing', 'open>void', 'suspended>open', 'suspended>closing', 'suspended>void', 'closing>closed', 'closing>void', 'closed>tallying', 'closed>void', 'tallying>counted', 'tallying>void', 'counted>confirmed', 'counted>void', 'confirmed>published')) EXECUTE FUNCTION refuse('vote: move not allowed');--> statement-breakpoint
-- What a vote holds again stays as its name does.
DROP TRIGGER vote_frozen_name_stays ON vote;--> statement-breakpoint
CREATE TRIGGER vote_frozen_name_stays BEFORE UPDATE ON vote FOR EACH ROW WHEN (OLD.state <> 'draft' AND (OLD.title IS DISTINCT FROM NEW.title OR OLD.round IS DISTINCT FROM NEW.round OR OLD.sitting_id IS DISTINCT FROM NEW.sitting_id OR OLD.previous_vote_id IS DISTINCT FROM NEW.previous_vote_id OR OLD.repeats_vote_id IS DISTINCT FROM NEW.repeats_vote_id OR OLD.revote_uuids IS DISTINCT FROM NEW.revote_uuids OR OLD.created_at IS DISTINCT FROM NEW.created_at)) EXECUTE FUNCTION refuse('list and rules are frozen');
