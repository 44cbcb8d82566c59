CREATE TABLE `paper_handed` (
	`year` integer NOT NULL,
	`number` text NOT NULL,
	`name` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`year`, `number`, `name`),
	FOREIGN KEY (`year`) REFERENCES `year`(`year`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
