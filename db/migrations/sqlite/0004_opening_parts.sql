CREATE TABLE `opening_part` (
	`vote_id` text NOT NULL,
	`owner` integer NOT NULL,
	`partial` text NOT NULL,
	PRIMARY KEY(`vote_id`, `owner`),
	FOREIGN KEY (`vote_id`) REFERENCES `vote`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "opening_part_owner_from_one" CHECK("opening_part"."owner" >= 1)
) STRICT;
--> statement-breakpoint
ALTER TABLE `vote` ADD `opening_failed` text;--> statement-breakpoint
CREATE TRIGGER opening_part_refuses_update BEFORE UPDATE ON opening_part BEGIN SELECT RAISE(ABORT, 'opening_part is append-only'); END;--> statement-breakpoint
CREATE TRIGGER opening_part_refuses_delete BEFORE DELETE ON opening_part BEGIN SELECT RAISE(ABORT, 'opening_part is append-only'); END;
