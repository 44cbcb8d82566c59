CREATE TABLE "opening_part" (
	"vote_id" text NOT NULL,
	"owner" bigint NOT NULL,
	"partial" text NOT NULL,
	CONSTRAINT "opening_part_vote_id_owner_pk" PRIMARY KEY("vote_id","owner"),
	CONSTRAINT "opening_part_owner_from_one" CHECK ("opening_part"."owner" >= 1)
);
--> statement-breakpoint
ALTER TABLE "vote" ADD COLUMN "opening_failed" jsonb;--> statement-breakpoint
ALTER TABLE "opening_part" ADD CONSTRAINT "opening_part_vote_id_vote_id_fk" FOREIGN KEY ("vote_id") REFERENCES "public"."vote"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER opening_part_append_only BEFORE UPDATE OR DELETE ON opening_part FOR EACH ROW EXECUTE FUNCTION refuse('opening_part is append-only');--> statement-breakpoint
CREATE TRIGGER opening_part_refuses_truncate BEFORE TRUNCATE ON opening_part FOR EACH STATEMENT EXECUTE FUNCTION refuse('opening_part is append-only');
