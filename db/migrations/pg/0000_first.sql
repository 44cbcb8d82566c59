CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"username" text NOT NULL,
	"display_name" text NOT NULL,
	"roles" jsonb NOT NULL,
	"unit" text,
	"password_hash" text,
	"activation_hash" text,
	"activation_expires_at" text,
	"failures" bigint NOT NULL,
	"locked_until" text,
	"disabled" boolean NOT NULL,
	"created_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ballot" (
	"hash" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"credential" text NOT NULL,
	"raw" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "board_record" (
	"vote_id" text NOT NULL,
	"position" bigint NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"body" text,
	CONSTRAINT "board_record_vote_id_position_pk" PRIMARY KEY("vote_id","position"),
	CONSTRAINT "board_position_from_zero" CHECK ("board_record"."position" >= 0),
	CONSTRAINT "board_kind_known" CHECK ("board_record"."kind" in ('data', 'event'))
);
--> statement-breakpoint
CREATE TABLE "candidate" (
	"id" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"list_number" bigint NOT NULL,
	"withdrawn" boolean NOT NULL,
	"withdrawn_reason" text,
	"fields" jsonb NOT NULL,
	CONSTRAINT "candidate_number_from_one" CHECK ("candidate"."list_number" >= 1)
);
--> statement-breakpoint
CREATE TABLE "casting" (
	"ballot_hash" text PRIMARY KEY NOT NULL,
	"vote_id" text NOT NULL,
	"credential" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"log_seq" bigint,
	CONSTRAINT "casting_state_known" CHECK ("casting"."state" in ('received', 'boxed', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "ceremony" (
	"sitting_id" text PRIMARY KEY NOT NULL,
	"group" text NOT NULL,
	"size" bigint NOT NULL,
	"threshold" bigint NOT NULL,
	"state" text NOT NULL,
	"pedersen" text,
	CONSTRAINT "ceremony_state_known" CHECK ("ceremony"."state" in ('certificates', 'polynomials', 'shares', 'ready')),
	CONSTRAINT "ceremony_threshold_in_range" CHECK ("ceremony"."threshold" between 1 and "ceremony"."size")
);
--> statement-breakpoint
CREATE TABLE "checkpoint" (
	"size" bigint PRIMARY KEY NOT NULL,
	"note" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ciphertext" (
	"vote_id" text NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "ciphertext_vote_id_digest_pk" PRIMARY KEY("vote_id","digest")
);
--> statement-breakpoint
CREATE TABLE "congress" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"place" text NOT NULL,
	"demo" boolean NOT NULL,
	"created_at" text NOT NULL,
	CONSTRAINT "congress_is_one" CHECK ("congress"."id" = 'one')
);
--> statement-breakpoint
CREATE TABLE "delegate" (
	"id" text PRIMARY KEY NOT NULL,
	"sitting_id" text NOT NULL,
	"delegation_id" text NOT NULL,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"suspended" boolean NOT NULL,
	"present" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delegation" (
	"id" text PRIMARY KEY NOT NULL,
	"sitting_id" text NOT NULL,
	"name" text NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "key_message" (
	"sitting_id" text NOT NULL,
	"index" bigint NOT NULL,
	"step" text NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "key_message_sitting_id_index_step_pk" PRIMARY KEY("sitting_id","index","step"),
	CONSTRAINT "key_message_step_known" CHECK ("key_message"."step" in ('certificate', 'polynomial', 'share'))
);
--> statement-breakpoint
CREATE TABLE "log_clear" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"salt" text NOT NULL,
	"clear" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_leaf" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"entry" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "log_seq_from_zero" CHECK ("log_leaf"."seq" >= 0)
);
--> statement-breakpoint
CREATE TABLE "login_session" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"created_at" text NOT NULL,
	"last_seen_at" text NOT NULL,
	"expires_at" text NOT NULL,
	"fresh_at" text NOT NULL,
	"ended_at" text
);
--> statement-breakpoint
CREATE TABLE "outcome" (
	"vote_id" text PRIMARY KEY NOT NULL,
	"input" jsonb NOT NULL,
	"outcome" jsonb NOT NULL,
	"decision" text,
	"confirmed_by" text,
	"confirmed_at" text
);
--> statement-breakpoint
CREATE TABLE "paper_totals" (
	"vote_id" text PRIMARY KEY NOT NULL,
	"totals" jsonb NOT NULL,
	"entered_by" text NOT NULL,
	"entered_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_act" (
	"vote_id" text NOT NULL,
	"act" text NOT NULL,
	"account_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "pending_act_vote_id_act_pk" PRIMARY KEY("vote_id","act")
);
--> statement-breakpoint
CREATE TABLE "public_credential" (
	"uuid" text NOT NULL,
	"public_key" text NOT NULL,
	"void" boolean NOT NULL,
	CONSTRAINT "public_credential_uuid_public_key_pk" PRIMARY KEY("uuid","public_key")
);
--> statement-breakpoint
CREATE TABLE "publication" (
	"vote_id" text PRIMARY KEY NOT NULL,
	"announcement_number" text NOT NULL,
	"published_at" text NOT NULL,
	"result" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setup_token" (
	"hash" text PRIMARY KEY NOT NULL,
	"used_at" text
);
--> statement-breakpoint
CREATE TABLE "sitting" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"year" bigint NOT NULL,
	"created_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "slip_batch" (
	"sitting_id" text PRIMARY KEY NOT NULL,
	"printed" bigint NOT NULL,
	"void" bigint NOT NULL,
	"list_hash" text NOT NULL,
	"registered_at" text NOT NULL,
	CONSTRAINT "slips_void_within_printed" CHECK ("slip_batch"."void" between 0 and "slip_batch"."printed")
);
--> statement-breakpoint
CREATE TABLE "trustee" (
	"id" text PRIMARY KEY NOT NULL,
	"sitting_id" text NOT NULL,
	"account_id" text NOT NULL,
	"index" bigint NOT NULL,
	"token_hash" text
);
--> statement-breakpoint
CREATE TABLE "vote" (
	"id" text PRIMARY KEY NOT NULL,
	"sitting_id" text NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"group" text NOT NULL,
	"round" bigint NOT NULL,
	"previous_vote_id" text,
	"uuid" text NOT NULL,
	"revote_uuids" jsonb NOT NULL,
	"state" text NOT NULL,
	"rules" jsonb NOT NULL,
	"frozen" text,
	"frozen_hash" text,
	"election" text,
	"fingerprint" text,
	"trustees" text,
	"credentials" text,
	"present_at_open" bigint,
	"issued" bigint,
	"opened_at" text,
	"closed_at" text,
	"countdown_ends_at" text,
	"created_at" text NOT NULL,
	CONSTRAINT "vote_state_known" CHECK ("vote"."state" in ('draft', 'frozen', 'ready', 'open', 'suspended', 'closing', 'closed', 'tallying', 'counted', 'confirmed', 'published', 'void')),
	CONSTRAINT "vote_kind_known" CHECK ("vote"."kind" in ('approve_only', 'for_against_abstain', 'satisfaction')),
	CONSTRAINT "vote_round_from_one" CHECK ("vote"."round" >= 1)
);
--> statement-breakpoint
CREATE TABLE "vote_key" (
	"vote_id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ballot" ADD CONSTRAINT "ballot_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "board_record" ADD CONSTRAINT "board_record_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "candidate" ADD CONSTRAINT "candidate_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "casting" ADD CONSTRAINT "casting_ballot_hash_ballot_hash_fk" FOREIGN KEY ("ballot_hash") REFERENCES "public"."ballot"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "casting" ADD CONSTRAINT "casting_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ceremony" ADD CONSTRAINT "ceremony_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ciphertext" ADD CONSTRAINT "ciphertext_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegate" ADD CONSTRAINT "delegate_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegate" ADD CONSTRAINT "delegate_delegation_id_delegation_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_message" ADD CONSTRAINT "key_message_sitting_id_ceremony_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."ceremony"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_clear" ADD CONSTRAINT "log_clear_seq_log_leaf_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."log_leaf"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_session" ADD CONSTRAINT "login_session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcome" ADD CONSTRAINT "outcome_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_totals" ADD CONSTRAINT "paper_totals_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_act" ADD CONSTRAINT "pending_act_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_act" ADD CONSTRAINT "pending_act_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slip_batch" ADD CONSTRAINT "slip_batch_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trustee" ADD CONSTRAINT "trustee_sitting_id_ceremony_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."ceremony"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trustee" ADD CONSTRAINT "trustee_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote" ADD CONSTRAINT "vote_sitting_id_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sitting"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_key" ADD CONSTRAINT "vote_key_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_username_once" ON "account" USING btree ("username");--> statement-breakpoint
CREATE UNIQUE INDEX "board_hash_once" ON "board_record" USING btree ("vote_id","hash");--> statement-breakpoint
CREATE UNIQUE INDEX "candidate_number_once" ON "candidate" USING btree ("vote_id","list_number");--> statement-breakpoint
CREATE UNIQUE INDEX "casting_credential_once" ON "casting" USING btree ("vote_id","credential") WHERE state <> 'rejected';--> statement-breakpoint
CREATE INDEX "casting_by_state" ON "casting" USING btree ("vote_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "delegate_number_once" ON "delegate" USING btree ("sitting_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "delegation_name_once" ON "delegation" USING btree ("sitting_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "log_hash_once" ON "log_leaf" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "login_session_by_account" ON "login_session" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "trustee_index_once" ON "trustee" USING btree ("sitting_id","index");--> statement-breakpoint
CREATE UNIQUE INDEX "trustee_account_once" ON "trustee" USING btree ("sitting_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "trustee_token_once" ON "trustee" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "vote_uuid_once" ON "vote" USING btree ("uuid");--> statement-breakpoint
CREATE UNIQUE INDEX "vote_revote_once" ON "vote" USING btree ("previous_vote_id");