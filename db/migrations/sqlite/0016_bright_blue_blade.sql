ALTER TABLE `letter` ADD `next_at` text;--> statement-breakpoint
ALTER TABLE `station` ADD `closed_at` text;