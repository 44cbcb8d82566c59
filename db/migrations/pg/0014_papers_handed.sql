CREATE TABLE "paper_handed" (
	"year" bigint NOT NULL,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "paper_handed_year_number_name_pk" PRIMARY KEY("year","number","name")
);
--> statement-breakpoint
ALTER TABLE "paper_handed" ADD CONSTRAINT "paper_handed_year_year_year_fk" FOREIGN KEY ("year") REFERENCES "public"."year"("year") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_handed" ADD CONSTRAINT "paper_handed_by_account_id_fk" FOREIGN KEY ("by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;