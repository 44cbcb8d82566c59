CREATE TABLE "attachment" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"size" bigint NOT NULL,
	"hash" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"by" text,
	"at" text NOT NULL,
	CONSTRAINT "attachment_owner_known" CHECK ("attachment"."owner_kind" in ('suggestion', 'proposal', 'handover'))
);
--> statement-breakpoint
CREATE TABLE "criterion_mark" (
	"proposal_id" text NOT NULL,
	"criterion" text NOT NULL,
	"met" text NOT NULL,
	"score" bigint NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "criterion_mark_proposal_id_criterion_pk" PRIMARY KEY("proposal_id","criterion"),
	CONSTRAINT "criterion_known" CHECK ("criterion_mark"."criterion" in ('inclusive', 'public_good', 'balanced', 'feasible', 'done_in_year', 'funded', 'no_new_burden', 'not_ordered_above', 'lawful', 'land_and_environment')),
	CONSTRAINT "criterion_met_known" CHECK ("criterion_mark"."met" in ('yes', 'partly', 'no')),
	CONSTRAINT "criterion_score_in_range" CHECK ("criterion_mark"."score" between 0 and 5),
	CONSTRAINT "criterion_reason_given" CHECK ("criterion_mark"."reason" <> '')
);
--> statement-breakpoint
CREATE TABLE "criterion_weight" (
	"year" bigint NOT NULL,
	"criterion" text NOT NULL,
	"weight" bigint NOT NULL,
	CONSTRAINT "criterion_weight_year_criterion_pk" PRIMARY KEY("year","criterion"),
	CONSTRAINT "criterion_weight_in_range" CHECK ("criterion_weight"."weight" between 0 and 10)
);
--> statement-breakpoint
CREATE TABLE "disclosure" (
	"id" text PRIMARY KEY NOT NULL,
	"year" bigint NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"content" jsonb NOT NULL,
	"hash" text NOT NULL,
	"prepared_by" text NOT NULL,
	"prepared_at" text NOT NULL,
	"reviewed_by" text,
	"published_at" text,
	CONSTRAINT "disclosure_kind_known" CHECK ("disclosure"."kind" in ('notice', 'answers', 'comment_period', 'candidates')),
	CONSTRAINT "disclosure_reviewed_by_another" CHECK ("disclosure"."reviewed_by" is null or "disclosure"."reviewed_by" <> "disclosure"."prepared_by"),
	CONSTRAINT "disclosure_published_when_reviewed" CHECK (("disclosure"."reviewed_by" is null) = ("disclosure"."published_at" is null))
);
--> statement-breakpoint
CREATE TABLE "duty" (
	"id" text PRIMARY KEY NOT NULL,
	"station_id" text NOT NULL,
	"day" text NOT NULL,
	"hours" text NOT NULL,
	"names" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "handover" (
	"id" text PRIMARY KEY NOT NULL,
	"year" bigint NOT NULL,
	"number" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"unit" text NOT NULL,
	"demand" text NOT NULL,
	"deadline" text NOT NULL,
	"issued_by" text NOT NULL,
	"issued_at" text NOT NULL,
	"state" text NOT NULL,
	"reply" text NOT NULL,
	"replied_by" text,
	"replied_at" text,
	"check_text" text NOT NULL,
	"checked_by" text,
	"checked_at" text,
	"version" bigint NOT NULL,
	CONSTRAINT "handover_state_known" CHECK ("handover"."state" in ('issued', 'replied', 'accepted', 'recalled'))
);
--> statement-breakpoint
CREATE TABLE "letter" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"at" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"address" text,
	"sent_at" text,
	"attempts" bigint NOT NULL,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "opinion" (
	"id" text PRIMARY KEY NOT NULL,
	"proposal_id" text NOT NULL,
	"kind" text NOT NULL,
	"unit" text NOT NULL,
	"deadline" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" text NOT NULL,
	"stance" text,
	"text" text NOT NULL,
	"answered_by" text,
	"answered_at" text,
	CONSTRAINT "opinion_kind_known" CHECK ("opinion"."kind" in ('cosign', 'feasibility', 'finance', 'legality')),
	CONSTRAINT "opinion_stance_known" CHECK ("opinion"."stance" is null or "opinion"."stance" in ('agree', 'agree_with_changes', 'disagree'))
);
--> statement-breakpoint
CREATE TABLE "paper_receipt" (
	"year" bigint NOT NULL,
	"account_id" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "paper_receipt_year_account_id_pk" PRIMARY KEY("year","account_id")
);
--> statement-breakpoint
CREATE TABLE "place" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"town_code" text,
	"x" bigint,
	"y" bigint
);
--> statement-breakpoint
CREATE TABLE "proposal" (
	"id" text PRIMARY KEY NOT NULL,
	"year" bigint NOT NULL,
	"unit" text NOT NULL,
	"state" text NOT NULL,
	"fields" jsonb NOT NULL,
	"version" bigint NOT NULL,
	"created_by" text NOT NULL,
	"created_at" text NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" text NOT NULL,
	"submitted_at" text,
	"list_number" bigint,
	"state_reason" text NOT NULL,
	CONSTRAINT "proposal_state_known" CHECK ("proposal"."state" in ('draft', 'submitted', 'returned', 'shortlisted', 'rejected', 'listed', 'candidate', 'reserve', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "proposal_origin" (
	"proposal_id" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "proposal_origin_proposal_id_seq_pk" PRIMARY KEY("proposal_id","seq")
);
--> statement-breakpoint
CREATE TABLE "proposal_version" (
	"proposal_id" text NOT NULL,
	"version" bigint NOT NULL,
	"fields" jsonb NOT NULL,
	"note" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "proposal_version_proposal_id_version_pk" PRIMARY KEY("proposal_id","version")
);
--> statement-breakpoint
CREATE TABLE "public_comment" (
	"id" text PRIMARY KEY NOT NULL,
	"proposal_id" text NOT NULL,
	"text" text NOT NULL,
	"at" text NOT NULL,
	"device" text NOT NULL,
	"shown" boolean NOT NULL,
	"reply" text NOT NULL,
	"replied_by" text,
	"replied_at" text
);
--> statement-breakpoint
CREATE TABLE "question" (
	"id" text PRIMARY KEY NOT NULL,
	"proposal_id" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	"text" text NOT NULL,
	"answer" text NOT NULL,
	"answered_by" text,
	"answered_at" text
);
--> statement-breakpoint
CREATE TABLE "reception" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"year" bigint NOT NULL,
	"station_id" text NOT NULL,
	"at" text NOT NULL,
	"by" text NOT NULL,
	"visitors" bigint NOT NULL,
	"opinion" text NOT NULL,
	"solved" boolean NOT NULL,
	"solved_how" text NOT NULL,
	"seq" bigint,
	"synced_at" text NOT NULL,
	CONSTRAINT "reception_visitors_from_one" CHECK ("reception"."visitors" >= 1)
);
--> statement-breakpoint
CREATE TABLE "remark" (
	"id" text PRIMARY KEY NOT NULL,
	"proposal_id" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	"settled" text NOT NULL,
	"settled_by" text,
	"settled_at" text,
	CONSTRAINT "remark_kind_known" CHECK ("remark"."kind" in ('comment', 'change'))
);
--> statement-breakpoint
CREATE TABLE "station" (
	"id" text PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"parent_id" text,
	"place_code" text,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"hours" text NOT NULL,
	"phone" text NOT NULL,
	"purpose" text NOT NULL,
	"open_from" text,
	"open_until" text,
	"closed" boolean NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "station_level_known" CHECK ("station"."level" in ('head', 'town', 'village', 'mobile')),
	CONSTRAINT "station_head_has_no_parent" CHECK (("station"."level" = 'head') = ("station"."parent_id" is null))
);
--> statement-breakpoint
CREATE TABLE "station_member" (
	"id" text PRIMARY KEY NOT NULL,
	"station_id" text NOT NULL,
	"name" text NOT NULL,
	"office" text NOT NULL,
	"account_id" text,
	CONSTRAINT "station_member_office_known" CHECK ("station_member"."office" in ('leader', 'delegate', 'staff'))
);
--> statement-breakpoint
CREATE TABLE "stock_text" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "stock_text_kind_known" CHECK ("stock_text"."kind" in ('reply', 'negative'))
);
--> statement-breakpoint
CREATE TABLE "suggester" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"phone" text NOT NULL,
	"email" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "suggestion" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"year" bigint NOT NULL,
	"code" text NOT NULL,
	"category" text NOT NULL,
	"title" text NOT NULL,
	"content" text NOT NULL,
	"reason" text NOT NULL,
	"advice" text NOT NULL,
	"place_code" text,
	"place_note" text NOT NULL,
	"x" bigint,
	"y" bigint,
	"channel" text NOT NULL,
	"source_ref" text,
	"client_id" text,
	"suggester_kind" text NOT NULL,
	"station_id" text,
	"received_by" text,
	"received_at" text NOT NULL,
	"state" text NOT NULL,
	"shown" boolean NOT NULL,
	"golden" boolean NOT NULL,
	"supports" bigint NOT NULL,
	"merged_into" bigint,
	"split_from" bigint,
	"version" bigint NOT NULL,
	"grams" text NOT NULL,
	CONSTRAINT "suggestion_state_known" CHECK ("suggestion"."state" in ('received', 'forwarded', 'replied', 'merged', 'split', 'solved', 'adopted', 'pooled', 'declined')),
	CONSTRAINT "suggestion_channel_known" CHECK ("suggestion"."channel" in ('web', 'email', 'letter', 'hotline', 'station', 'mobile_station', 'delegate', 'department', 'clerk')),
	CONSTRAINT "suggestion_kind_known" CHECK ("suggestion"."suggester_kind" in ('resident', 'delegate', 'cppcc_member', 'unit')),
	CONSTRAINT "suggestion_merged_points" CHECK (("suggestion"."state" = 'merged') = ("suggestion"."merged_into" is not null)),
	CONSTRAINT "suggestion_point_whole" CHECK (("suggestion"."x" is null) = ("suggestion"."y" is null))
);
--> statement-breakpoint
CREATE TABLE "suggestion_event" (
	"id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"at" text NOT NULL,
	"act" text NOT NULL,
	"text" text NOT NULL,
	"by" text,
	"ref" text,
	"announced_at" text
);
--> statement-breakpoint
CREATE TABLE "support" (
	"seq" bigint NOT NULL,
	"device" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "support_seq_device_pk" PRIMARY KEY("seq","device")
);
--> statement-breakpoint
CREATE TABLE "year" (
	"year" bigint PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"notice" text NOT NULL,
	"collect_from" text,
	"collect_until" text,
	"collect_opened_at" text,
	"collect_closed_at" text,
	"per_person" bigint NOT NULL,
	"fund_fen" bigint,
	"places" bigint NOT NULL,
	"least_surplus" bigint NOT NULL,
	"comment_from" text,
	"comment_until" text,
	"comment_opened_at" text,
	"comment_closed_at" text,
	"version" bigint NOT NULL,
	"created_at" text NOT NULL,
	CONSTRAINT "year_state_known" CHECK ("year"."state" in ('prepare', 'collect', 'screen', 'standing_committee_review', 'candidates_fixed', 'review_in_session', 'ballot', 'published', 'assigned', 'carry_out', 'change', 'appraisal', 'archived')),
	CONSTRAINT "year_per_person_from_one" CHECK ("year"."per_person" >= 1),
	CONSTRAINT "year_places_from_one" CHECK ("year"."places" >= 1)
);
--> statement-breakpoint
CREATE TABLE "year_list" (
	"year" bigint PRIMARY KEY NOT NULL,
	"minutes_number" text NOT NULL,
	"minutes_date" text NOT NULL,
	"submitted_by" text NOT NULL,
	"submitted_at" text NOT NULL,
	"list" text NOT NULL,
	"list_hash" text NOT NULL,
	"decision" jsonb,
	"decided_by" text,
	"decided_at" text,
	"candidates" text,
	"candidates_hash" text
);
--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_mark" ADD CONSTRAINT "criterion_mark_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_mark" ADD CONSTRAINT "criterion_mark_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criterion_weight" ADD CONSTRAINT "criterion_weight_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_prepared_by_account_id_fk" FOREIGN KEY ("prepared_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure" ADD CONSTRAINT "disclosure_reviewed_by_account_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "duty" ADD CONSTRAINT "duty_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_seq_suggestion_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."suggestion"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_issued_by_account_id_fk" FOREIGN KEY ("issued_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_replied_by_account_id_fk" FOREIGN KEY ("replied_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_checked_by_account_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter" ADD CONSTRAINT "letter_seq_suggestion_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."suggestion"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion" ADD CONSTRAINT "opinion_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion" ADD CONSTRAINT "opinion_asked_by_account_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opinion" ADD CONSTRAINT "opinion_answered_by_account_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_receipt" ADD CONSTRAINT "paper_receipt_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_receipt" ADD CONSTRAINT "paper_receipt_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_created_by_account_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_updated_by_account_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_origin" ADD CONSTRAINT "proposal_origin_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_origin" ADD CONSTRAINT "proposal_origin_seq_suggestion_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."suggestion"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_version" ADD CONSTRAINT "proposal_version_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_version" ADD CONSTRAINT "proposal_version_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_comment" ADD CONSTRAINT "public_comment_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_comment" ADD CONSTRAINT "public_comment_replied_by_account_id_fk" FOREIGN KEY ("replied_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question" ADD CONSTRAINT "question_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question" ADD CONSTRAINT "question_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question" ADD CONSTRAINT "question_answered_by_account_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception" ADD CONSTRAINT "reception_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception" ADD CONSTRAINT "reception_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception" ADD CONSTRAINT "reception_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reception" ADD CONSTRAINT "reception_seq_suggestion_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."suggestion"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remark" ADD CONSTRAINT "remark_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remark" ADD CONSTRAINT "remark_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remark" ADD CONSTRAINT "remark_settled_by_account_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "station" ADD CONSTRAINT "station_place_code_place_code_fk" FOREIGN KEY ("place_code") REFERENCES "public"."place"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "station_member" ADD CONSTRAINT "station_member_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "station_member" ADD CONSTRAINT "station_member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggester" ADD CONSTRAINT "suggester_seq_suggestion_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."suggestion"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_place_code_place_code_fk" FOREIGN KEY ("place_code") REFERENCES "public"."place"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_station_id_station_id_fk" FOREIGN KEY ("station_id") REFERENCES "public"."station"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion" ADD CONSTRAINT "suggestion_received_by_account_id_fk" FOREIGN KEY ("received_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_event" ADD CONSTRAINT "suggestion_event_seq_suggestion_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."suggestion"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_event" ADD CONSTRAINT "suggestion_event_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "support" ADD CONSTRAINT "support_seq_suggestion_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."suggestion"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "year_list" ADD CONSTRAINT "year_list_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "year_list" ADD CONSTRAINT "year_list_submitted_by_account_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "year_list" ADD CONSTRAINT "year_list_decided_by_account_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachment_by_owner" ON "attachment" USING btree ("owner_kind","owner_id");--> statement-breakpoint
CREATE INDEX "disclosure_by_year" ON "disclosure" USING btree ("year","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "duty_once" ON "duty" USING btree ("station_id","day","hours");--> statement-breakpoint
CREATE UNIQUE INDEX "handover_number_once" ON "handover" USING btree ("year","number");--> statement-breakpoint
CREATE INDEX "handover_by_unit" ON "handover" USING btree ("unit","state");--> statement-breakpoint
CREATE INDEX "handover_by_seq" ON "handover" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "letter_by_seq" ON "letter" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "letter_unsent" ON "letter" USING btree ("sent_at");--> statement-breakpoint
CREATE UNIQUE INDEX "opinion_once" ON "opinion" USING btree ("proposal_id","kind","unit");--> statement-breakpoint
CREATE INDEX "opinion_by_unit" ON "opinion" USING btree ("unit");--> statement-breakpoint
CREATE INDEX "place_by_town" ON "place" USING btree ("town_code");--> statement-breakpoint
CREATE INDEX "proposal_by_unit" ON "proposal" USING btree ("year","unit");--> statement-breakpoint
CREATE UNIQUE INDEX "proposal_list_number_once" ON "proposal" USING btree ("year","list_number");--> statement-breakpoint
CREATE INDEX "proposal_origin_by_suggestion" ON "proposal_origin" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "public_comment_by_proposal" ON "public_comment" USING btree ("proposal_id");--> statement-breakpoint
CREATE INDEX "question_by_proposal" ON "question" USING btree ("proposal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reception_client_once" ON "reception" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "reception_by_station" ON "reception" USING btree ("station_id","at");--> statement-breakpoint
CREATE INDEX "remark_by_proposal" ON "remark" USING btree ("proposal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "station_name_once" ON "station" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "station_member_once" ON "station_member" USING btree ("station_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "stock_text_once" ON "stock_text" USING btree ("kind","title");--> statement-breakpoint
CREATE UNIQUE INDEX "suggestion_code_once" ON "suggestion" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "suggestion_source_once" ON "suggestion" USING btree ("channel","source_ref");--> statement-breakpoint
CREATE UNIQUE INDEX "suggestion_client_once" ON "suggestion" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "suggestion_by_state" ON "suggestion" USING btree ("year","state","seq");--> statement-breakpoint
CREATE INDEX "suggestion_by_category" ON "suggestion" USING btree ("year","category","seq");--> statement-breakpoint
CREATE INDEX "suggestion_by_place" ON "suggestion" USING btree ("year","place_code","seq");--> statement-breakpoint
CREATE INDEX "suggestion_by_channel" ON "suggestion" USING btree ("year","channel","seq");--> statement-breakpoint
CREATE INDEX "suggestion_by_master" ON "suggestion" USING btree ("merged_into");--> statement-breakpoint
CREATE INDEX "suggestion_event_by_seq" ON "suggestion_event" USING btree ("seq","at");--> statement-breakpoint
-- By hand: moves as in packages/rules (a test compares), what never changes, and the full-text search.
CREATE TRIGGER suggestion_moves_only_as_listed BEFORE UPDATE OF state ON "suggestion" FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('received>forwarded', 'received>merged', 'received>split', 'received>solved', 'received>adopted', 'received>pooled', 'received>declined', 'forwarded>replied', 'forwarded>received', 'replied>forwarded', 'replied>merged', 'replied>solved', 'replied>adopted', 'replied>pooled', 'replied>declined', 'merged>received', 'solved>received', 'adopted>received', 'pooled>adopted', 'pooled>received', 'declined>received')) EXECUTE FUNCTION refuse('suggestion: move not allowed');--> statement-breakpoint
CREATE TRIGGER proposal_moves_only_as_listed BEFORE UPDATE OF state ON "proposal" FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('draft>submitted', 'draft>withdrawn', 'submitted>returned', 'submitted>shortlisted', 'submitted>rejected', 'submitted>withdrawn', 'returned>submitted', 'returned>withdrawn', 'shortlisted>submitted', 'shortlisted>listed', 'shortlisted>rejected', 'shortlisted>withdrawn', 'rejected>submitted', 'listed>returned', 'listed>candidate', 'listed>reserve', 'listed>withdrawn', 'withdrawn>draft')) EXECUTE FUNCTION refuse('proposal: move not allowed');--> statement-breakpoint
CREATE TRIGGER year_moves_only_as_listed BEFORE UPDATE OF state ON "year" FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ('prepare>collect', 'collect>screen', 'screen>standing_committee_review', 'standing_committee_review>candidates_fixed', 'candidates_fixed>review_in_session', 'review_in_session>ballot', 'ballot>published', 'published>assigned', 'assigned>carry_out', 'carry_out>change', 'carry_out>appraisal', 'change>carry_out', 'appraisal>archived')) EXECUTE FUNCTION refuse('year: move not allowed');--> statement-breakpoint
CREATE TRIGGER year_refuses_delete BEFORE DELETE ON "year" FOR EACH ROW EXECUTE FUNCTION refuse('year is never deleted');--> statement-breakpoint
CREATE TRIGGER suggestion_refuses_delete BEFORE DELETE ON "suggestion" FOR EACH ROW EXECUTE FUNCTION refuse('suggestion is never deleted');--> statement-breakpoint
CREATE TRIGGER suggestion_event_refuses_delete BEFORE DELETE ON "suggestion_event" FOR EACH ROW EXECUTE FUNCTION refuse('suggestion_event is never deleted');--> statement-breakpoint
CREATE TRIGGER handover_refuses_delete BEFORE DELETE ON "handover" FOR EACH ROW EXECUTE FUNCTION refuse('handover is never deleted');--> statement-breakpoint
CREATE TRIGGER reception_refuses_delete BEFORE DELETE ON "reception" FOR EACH ROW EXECUTE FUNCTION refuse('reception is never deleted');--> statement-breakpoint
CREATE TRIGGER proposal_refuses_delete BEFORE DELETE ON "proposal" FOR EACH ROW EXECUTE FUNCTION refuse('proposal is never deleted');--> statement-breakpoint
CREATE TRIGGER disclosure_refuses_delete BEFORE DELETE ON "disclosure" FOR EACH ROW EXECUTE FUNCTION refuse('disclosure is never deleted');--> statement-breakpoint
CREATE TRIGGER year_list_refuses_delete BEFORE DELETE ON "year_list" FOR EACH ROW EXECUTE FUNCTION refuse('year_list is never deleted');--> statement-breakpoint
CREATE TRIGGER opinion_refuses_delete BEFORE DELETE ON "opinion" FOR EACH ROW EXECUTE FUNCTION refuse('opinion is never deleted');--> statement-breakpoint
CREATE TRIGGER question_refuses_delete BEFORE DELETE ON "question" FOR EACH ROW EXECUTE FUNCTION refuse('question is never deleted');--> statement-breakpoint
CREATE TRIGGER remark_refuses_delete BEFORE DELETE ON "remark" FOR EACH ROW EXECUTE FUNCTION refuse('remark is never deleted');--> statement-breakpoint
CREATE TRIGGER proposal_version_append_only BEFORE UPDATE OR DELETE ON proposal_version FOR EACH ROW EXECUTE FUNCTION refuse('proposal_version is append-only');--> statement-breakpoint
-- What was announced, published, submitted or decided stays.
CREATE TRIGGER suggestion_event_stays BEFORE UPDATE ON "suggestion_event" FOR EACH ROW WHEN (OLD.at IS NOT NULL AND (OLD.seq IS DISTINCT FROM NEW.seq OR OLD.at IS DISTINCT FROM NEW.at OR OLD.act IS DISTINCT FROM NEW.act OR OLD.text IS DISTINCT FROM NEW.text OR OLD.by IS DISTINCT FROM NEW.by)) EXECUTE FUNCTION refuse('suggestion_event stays as it is');--> statement-breakpoint
CREATE TRIGGER suggestion_event_announced_once BEFORE UPDATE ON "suggestion_event" FOR EACH ROW WHEN (OLD.announced_at IS NOT NULL AND (OLD.announced_at IS DISTINCT FROM NEW.announced_at)) EXECUTE FUNCTION refuse('suggestion_event stays as it is');--> statement-breakpoint
CREATE TRIGGER suggestion_source_stays BEFORE UPDATE ON "suggestion" FOR EACH ROW WHEN (OLD.seq IS NOT NULL AND (OLD.code IS DISTINCT FROM NEW.code OR OLD.year IS DISTINCT FROM NEW.year OR OLD.channel IS DISTINCT FROM NEW.channel OR OLD.received_at IS DISTINCT FROM NEW.received_at OR OLD.received_by IS DISTINCT FROM NEW.received_by OR OLD.source_ref IS DISTINCT FROM NEW.source_ref OR OLD.client_id IS DISTINCT FROM NEW.client_id)) EXECUTE FUNCTION refuse('suggestion stays as it is');--> statement-breakpoint
CREATE TRIGGER disclosure_published_stays BEFORE UPDATE ON disclosure FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION refuse('disclosure stays as it is');--> statement-breakpoint
CREATE TRIGGER year_list_submitted_stays BEFORE UPDATE ON "year_list" FOR EACH ROW WHEN (OLD.year IS NOT NULL AND (OLD.minutes_number IS DISTINCT FROM NEW.minutes_number OR OLD.submitted_at IS DISTINCT FROM NEW.submitted_at OR OLD.list IS DISTINCT FROM NEW.list OR OLD.list_hash IS DISTINCT FROM NEW.list_hash)) EXECUTE FUNCTION refuse('year_list stays as it is');--> statement-breakpoint
CREATE TRIGGER year_list_decided_stays BEFORE UPDATE ON "year_list" FOR EACH ROW WHEN (OLD.decided_at IS NOT NULL AND (OLD.decision IS DISTINCT FROM NEW.decision OR OLD.decided_at IS DISTINCT FROM NEW.decided_at OR OLD.candidates IS DISTINCT FROM NEW.candidates OR OLD.candidates_hash IS DISTINCT FROM NEW.candidates_hash)) EXECUTE FUNCTION refuse('year_list stays as it is');--> statement-breakpoint
-- Full-text search: the words stand in suggestion.grams, the index beside it.
CREATE INDEX suggestion_search ON suggestion USING gin (to_tsvector('simple', grams));