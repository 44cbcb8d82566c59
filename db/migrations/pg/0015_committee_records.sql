CREATE TABLE "committee_record" (
	"id" text PRIMARY KEY NOT NULL,
	"year" bigint NOT NULL,
	"kind" text NOT NULL,
	"decision" jsonb NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" text NOT NULL,
	"candidates" text,
	"candidates_hash" text,
	"corrected_by" text,
	"corrected_at" text,
	"reason" text NOT NULL,
	CONSTRAINT "committee_record_kind_known" CHECK ("committee_record"."kind" in ('not_carried', 'corrected')),
	CONSTRAINT "committee_record_corrected_by" CHECK (("committee_record"."kind" = 'corrected') = ("committee_record"."corrected_by" is not null))
);
--> statement-breakpoint
CREATE TABLE "showing" (
	"id" text PRIMARY KEY NOT NULL,
	"year" bigint NOT NULL,
	"kind" text NOT NULL,
	"shown" boolean NOT NULL,
	"refs" jsonb NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "showing_kind_known" CHECK ("showing"."kind" in ('suggestion', 'comment'))
);
--> statement-breakpoint
ALTER TABLE "public_comment" ADD COLUMN "erased_at" text;--> statement-breakpoint
ALTER TABLE "committee_record" ADD CONSTRAINT "committee_record_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_record" ADD CONSTRAINT "committee_record_decided_by_account_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_record" ADD CONSTRAINT "committee_record_corrected_by_account_id_fk" FOREIGN KEY ("corrected_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "showing" ADD CONSTRAINT "showing_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "showing" ADD CONSTRAINT "showing_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "committee_record_by_year" ON "committee_record" USING btree ("year","decided_at");--> statement-breakpoint
CREATE INDEX "showing_by_time" ON "showing" USING btree ("at");--> statement-breakpoint
-- By hand: one step back for a decision that was recorded wrongly, as long as it is not public; what was recorded stays.
DROP TRIGGER proposal_moves_only_as_listed ON "proposal";--> statement-breakpoint
CREATE TRIGGER proposal_moves_only_as_listed BEFORE UPDATE OF state ON "proposal" FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>submitted', 'draft>withdrawn', 'submitted>returned', 'submitted>shortlisted', 'submitted>rejected', 'submitted>withdrawn', 'returned>submitted', 'returned>withdrawn', 'shortlisted>submitted', 'shortlisted>listed', 'shortlisted>rejected', 'shortlisted>withdrawn', 'rejected>submitted', 'listed>returned', 'listed>candidate', 'listed>reserve', 'listed>withdrawn', 'candidate>listed', 'reserve>listed', 'withdrawn>draft')) EXECUTE FUNCTION refuse('proposal: move not allowed');--> statement-breakpoint
DROP TRIGGER year_moves_only_as_listed ON "year";--> statement-breakpoint
CREATE TRIGGER year_moves_only_as_listed BEFORE UPDATE OF state ON "year" FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('prepare>collect', 'collect>screen', 'screen>standing_committee_review', 'standing_committee_review>candidates_fixed', 'candidates_fixed>standing_committee_review', 'candidates_fixed>review_in_session', 'review_in_session>ballot', 'ballot>published', 'published>assigned', 'assigned>carry_out', 'carry_out>change', 'carry_out>appraisal', 'change>carry_out', 'appraisal>archived')) EXECUTE FUNCTION refuse('year: move not allowed');--> statement-breakpoint
DROP TRIGGER year_list_decided_stays ON "year_list";--> statement-breakpoint
CREATE FUNCTION refuse_lost_decision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (NEW.decided_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM committee_record r WHERE r.year = OLD.year AND r.kind = 'corrected' AND r.decided_at = OLD.decided_at AND r.candidates_hash = OLD.candidates_hash) OR EXISTS (SELECT 1 FROM disclosure d WHERE d.year = OLD.year AND d.kind = 'candidates' AND d.published_at IS NOT NULL)) THEN RAISE EXCEPTION 'year_list stays as it is'; END IF; RETURN NEW; END $$;--> statement-breakpoint
CREATE TRIGGER year_list_decided_stays BEFORE UPDATE ON "year_list" FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL AND (OLD.decision IS DISTINCT FROM NEW.decision OR OLD.decided_at IS DISTINCT FROM NEW.decided_at OR OLD.candidates IS DISTINCT FROM NEW.candidates OR OLD.candidates_hash IS DISTINCT FROM NEW.candidates_hash)) EXECUTE FUNCTION refuse_lost_decision();--> statement-breakpoint
CREATE TRIGGER committee_record_append_only BEFORE UPDATE OR DELETE ON committee_record FOR EACH ROW EXECUTE FUNCTION refuse('committee_record is append-only');--> statement-breakpoint
CREATE TRIGGER showing_append_only BEFORE UPDATE OR DELETE ON showing FOR EACH ROW EXECUTE FUNCTION refuse('showing is append-only');