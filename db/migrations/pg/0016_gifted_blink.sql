ALTER TABLE "letter" ADD COLUMN "next_at" text;--> statement-breakpoint
ALTER TABLE "station" ADD COLUMN "closed_at" text;