ALTER TABLE "account" ADD COLUMN "renewal_hash" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "renewal_by" text;