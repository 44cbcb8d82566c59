ALTER TABLE `account` ADD `renewal_hash` text;--> statement-breakpoint
ALTER TABLE `account` ADD `renewal_by` text;