ALTER TABLE "proposal" ADD COLUMN "carried_from" text;--> statement-breakpoint
ALTER TABLE "proposal" ADD COLUMN "given_by" text;--> statement-breakpoint
ALTER TABLE "suggestion" ADD COLUMN "carried_from" bigint;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_given_by_account_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "proposal_carried_once" ON "proposal" USING btree ("carried_from","year");--> statement-breakpoint
CREATE INDEX "proposal_by_state" ON "proposal" USING btree ("state","year");--> statement-breakpoint
CREATE UNIQUE INDEX "suggestion_carried_once" ON "suggestion" USING btree ("carried_from","year");--> statement-breakpoint
-- By hand: where something was taken up from is said at its birth.
CREATE TRIGGER suggestion_carried_stays BEFORE UPDATE ON "suggestion" FOR EACH ROW WHEN (OLD.carried_from IS DISTINCT FROM NEW.carried_from) EXECUTE FUNCTION refuse('suggestion stays as it is');--> statement-breakpoint
CREATE TRIGGER proposal_carried_stays BEFORE UPDATE ON "proposal" FOR EACH ROW WHEN (OLD.carried_from IS DISTINCT FROM NEW.carried_from) EXECUTE FUNCTION refuse('proposal stays as it is');
